"""The network: a six-layer BERT encoder with heads for attributions, names, sentence starts and links.

The encoder sees word pieces, and of every piece the letter case, gap and quotation state of its word. Words are read
off their first piece. Three CRFs tag content, cue and source; a link scorer says for a cue and every word whether the
word belongs to that cue's content or source (the cue is the anchor: every attribution has exactly one).
"""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from pipelines.annotate.reader.words import CASES, GAPS, QUOTE_STATES

NAME_LABELS = 9
DISTANCES = 24
CROSSINGS = 5


class Layer(nn.Module):
    """One transformer layer, normalised after each part as in BERT."""

    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        """`size` is the width of the vectors, `inner` that of the hidden layer."""
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (windows, pieces, size); mask: true where a piece may be looked at."""
        batch, length, size = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, size))
        x = self.norm1(x + F.dropout(seen, self.dropout, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Reader(nn.Module):
    """forward: word-level scores. pieces, case, gap, quote: (batch, length); first: (batch, words) piece positions."""

    def __init__(
        self, *, dropout: float = 0.1, link_size: int = 128, positions: int = 256, vocabulary: int = 30522
    ) -> None:
        """Fresh weights; `positions` bounds the length of a window."""
        super().__init__()
        size = 384
        self.dropout = dropout
        self.pieces = nn.Embedding(vocabulary, size)
        self.positions = nn.Embedding(positions, size)
        self.shape = nn.Embedding(len(CASES) * len(GAPS) * len(QUOTE_STATES), size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, 12, 1536, dropout) for _ in range(6))
        self.tags = nn.Linear(size, 9)
        self.names = nn.Linear(size, NAME_LABELS)
        self.sentences = nn.Linear(size, 1)
        self.link_cue = nn.Linear(size, link_size)
        self.link_word = nn.Linear(size, link_size)
        self.link_distance = nn.Embedding(DISTANCES, link_size)
        self.link_paragraph = nn.Embedding(CROSSINGS, link_size)
        self.link_sentence = nn.Embedding(CROSSINGS, link_size)
        self.link_cues_between = nn.Embedding(CROSSINGS, link_size)
        self.link_out = nn.Linear(link_size, 2)
        self.transitions = nn.Parameter(torch.zeros(3, 3, 3))
        self.starts = nn.Parameter(torch.zeros(3, 3))
        nn.init.normal_(self.shape.weight, std=0.01)
        for table in (self.link_distance, self.link_paragraph, self.link_sentence, self.link_cues_between):
            nn.init.normal_(table.weight, std=0.05)

    def load_base(self, path: str) -> None:
        """Starts the encoder from published BERT weights (safetensors)."""
        base = load_file(path)
        own = self.state_dict()
        own["pieces.weight"] = base["embeddings.word_embeddings.weight"]
        own["positions.weight"] = base["embeddings.position_embeddings.weight"][: len(own["positions.weight"])]
        own["shape.weight"] += base["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = base[f"embeddings.LayerNorm.{part}"]
            for i in range(6):
                old = f"encoder.layer.{i}."
                self_attention = [base[f"{old}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                own[f"layers.{i}.qkv.{part}"] = torch.cat(self_attention)
                own[f"layers.{i}.out.{part}"] = base[f"{old}attention.output.dense.{part}"]
                own[f"layers.{i}.norm1.{part}"] = base[f"{old}attention.output.LayerNorm.{part}"]
                own[f"layers.{i}.up.{part}"] = base[f"{old}intermediate.dense.{part}"]
                own[f"layers.{i}.down.{part}"] = base[f"{old}output.dense.{part}"]
                own[f"layers.{i}.norm2.{part}"] = base[f"{old}output.LayerNorm.{part}"]
        self.load_state_dict(own)

    def encode(self, pieces: Tensor, shape: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Vectors of the words: (batch, words, 384). `mask` is 1 where there is a piece; `first` counts from 0."""
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.pieces(pieces) + self.positions(place) + self.shape(shape))
        x = F.dropout(x, self.dropout, self.training)
        keep = mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, keep)
        return torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[2]))

    def forward(self, pieces: Tensor, shape: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """(tags, names, sentences, link_cue, link_word), per word."""
        x = F.dropout(self.encode(pieces, shape, mask, first), self.dropout, self.training)
        return self.tags(x), self.names(x), self.sentences(x), self.link_cue(x), self.link_word(x)

    def link(
        self, cue: Tensor, word: Tensor, distance: Tensor, paragraph: Tensor, sentence: Tensor, between: Tensor
    ) -> Tensor:
        """Scores (cues, words, 2): content, source. cue: (cues, k); word: (cues, words, k); the rest: (cues, words)."""
        x = cue[:, None] + word + self.link_distance(distance) + self.link_paragraph(paragraph)
        x = x + self.link_sentence(sentence) + self.link_cues_between(between)
        scores: Tensor = self.link_out(F.relu(x))
        return scores


def crf_loss(emit: Tensor, tags: Tensor, mask: Tensor, transitions: Tensor, starts: Tensor) -> Tensor:
    """Negative log likelihood per word. emit: (batch, words, heads, 3); tags: (batch, words, heads); mask: by word."""
    emit, keep = emit.float(), mask.float()
    picked = emit.gather(-1, tags[..., None]).squeeze(-1)
    heads = torch.arange(3)
    moves = transitions[heads, tags[:, :-1], tags[:, 1:]]
    gold = (
        (picked * keep[..., None]).sum((1, 2))
        + (moves * keep[:, 1:, None]).sum((1, 2))
        + starts[heads, tags[:, 0]].sum(-1)
    )
    alpha = starts + emit[:, 0]
    for at in range(1, emit.shape[1]):
        ahead = torch.logsumexp(alpha[..., None] + transitions, -2) + emit[:, at]
        alpha = torch.where(mask[:, at, None, None], ahead, alpha)
    return (torch.logsumexp(alpha, -1).sum(-1) - gold).sum() / keep.sum()

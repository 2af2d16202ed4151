"""What training minimises: tags, names, sentence starts and links of a batch."""

from typing import Any

import torch
import torch.nn.functional as F

from training.model import Reader, crf_loss

# Fixed factors, which the weights of config.toml are multiplied by.
NAME_FACTOR = 3
SENTENCE_FACTOR = 5
LINK_FACTOR = 4

OUTSIDE_OR_MISC = [0, 7, 8]  # labels of names: outside, and the two of MISC


def losses(model: Reader, batch: dict[str, Any], weights: dict[str, float]) -> dict[str, torch.Tensor]:
    """Every weighted loss of a batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, names, sentences, cue, word = model(batch["pieces"], batch["shape"], batch["mask"], batch["first"])
    out: dict[str, torch.Tensor] = {}
    rows = batch["tagged"]
    if rows.any():
        emit = tags[rows].view(int(rows.sum()), -1, 3, 3)
        out["tags"] = weights["tags"] * crf_loss(
            emit, batch["tags"][rows], batch["words"][rows], model.transitions, model.starts
        )
    out["names"] = weights["names"] * name_loss(names.float(), batch, weights["silver_names"])
    known = batch["sentences"] >= 0
    if known.any():
        out["sentences"] = (
            weights["sentences"]
            * F.binary_cross_entropy_with_logits(
                sentences.squeeze(-1).float()[known], batch["sentences"][known].float(), reduction="sum"
            )
            / known.sum()
            * SENTENCE_FACTOR
        )
    if batch["links"] is not None:
        out["links"] = link_loss(model, cue.float(), word.float(), batch, weights)
    return out


def name_loss(names: torch.Tensor, batch: dict[str, Any], silver: float) -> torch.Tensor:
    """Cross-entropy; silver counts less, and "outside" is "outside or MISC" where a corpus has no MISC."""
    target, gold = batch["names"], batch["name_weight"]
    scores = torch.log_softmax(names, -1)
    open_world = torch.logsumexp(scores[..., OUTSIDE_OR_MISC], -1)
    picked = scores.gather(-1, target.clamp(min=0)[..., None]).squeeze(-1)
    picked = torch.where(batch["misc_unknown"][:, None] & (target == 0), open_world, picked)
    weight = (target >= 0) * torch.where(gold > 0, gold, torch.full_like(gold, silver))[:, None]
    return -(picked * weight).sum() / (target >= 0).sum().clamp(min=1) * NAME_FACTOR


def link_loss(
    model: Reader, cue: torch.Tensor, word: torch.Tensor, batch: dict[str, Any], weights: dict[str, float]
) -> torch.Tensor:
    """Every cue against every word, and the cues of a window against one another for each content word."""
    links, mask = batch["links"], batch["words"]
    row, spans = links["row"], links["cue"]
    place = torch.arange(word.shape[1])
    inside = ((place >= spans[:, :1]) & (place < spans[:, 1:])).float()
    pooled = torch.einsum("cw,cwk->ck", inside / inside.sum(1, keepdim=True), cue[row])
    scores = model.link(pooled, word[row], *links["gap"])
    keep = mask[row].float()
    each = F.binary_cross_entropy_with_logits(scores, links["target"], reduction="none").sum(-1) * keep
    loss = weights["links"] * each.sum() / keep.sum() * LINK_FACTOR
    competing = torch.zeros(())
    for r in row.unique():
        own = row == r
        if own.sum() > 1:
            content, target = scores[own, :, 0], links["target"][own, :, 0]
            taken = target.sum(0) == 1
            if taken.any():
                competing = competing + F.cross_entropy(
                    content[:, taken].T, target[:, taken].argmax(0), reduction="sum"
                )
    return loss + weights["competition"] * competing / mask.sum()

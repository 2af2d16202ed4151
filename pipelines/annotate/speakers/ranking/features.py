"""The numbers that the ranker weighs, by name and in the order in which its weights know them.

Distances are counted in sentences, paragraphs or attributions, cut off at `FAR`, which also stands for "nowhere".
Another name or another order asks for a ranker grown anew (`training.ranker`).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

FAR = 20.0  # beyond it, one sentence more or less tells nothing
GENDERS = {"male": -1.0, "female": 1.0}

OF_SOURCE = (  # the same for all candidates of an attribution (`source_numbers`)
    "form", "pronoun", "gender", "is_definite", "is_many", "nominal_type", "head_kind", "source_words", "kind",
    "has_parent", "is_inverted", "opens_paragraph", "opens_sentence", "answers", "names_in_source", "next_apart",
    "last_apart", "last_is_direct",
)  # fmt: skip
OF_CANDIDATE = (  # one candidate's own (`candidate_numbers`)
    "is_nobody", "is_person", "is_body", "is_place", "is_other", "has_body_word", "in_source", "is_head",
    "before", "told_before", "after", "paragraphs_before", "first_at", "mentions_before", "mentions", "is_subject",
    "subject_before", "is_told", "in_content", "is_credit", "rank", "subject_rank", "leads_up", "spoke", "spoke_apart",
    "spoke_times", "speaks_here", "speaks_next", "gender_agrees", "given_name_agrees", "nouns_match", "head_in_name",
    "head_beside", "modifiers_match", "modifiers_missing", "words_in_name", "words_beside", "owner_matches",
    "initials_match", "roles", "is_new", "is_parents", "heads_line", "is_modifier", "comma_before",
    "topic_before", "is_topic", "is_right_before", "is_whole_source", "same_words_spoke",
)  # fmt: skip
OF_GROUP = ("n_alike", "best_nouns", "best_words", "best_head")  # what the best of all candidates offer (`evidence`)
NOWHERE = (  # distances, which are `FAR` for nobody
    "before", "told_before", "after", "paragraphs_before", "subject_before", "topic_before", "spoke", "spoke_apart",
)  # fmt: skip
FEATURES = (*OF_SOURCE, *OF_CANDIDATE, *OF_GROUP)
COLUMN = {name: place for place, name in enumerate(FEATURES)}


def agreement(wanted: str | None, found: str | None) -> float:
    """Return 1 for one gender, -1 for two, 0 where either is not known."""
    if not wanted or not found:
        return 0.0
    return 1.0 if wanted == found else -1.0

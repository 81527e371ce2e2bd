"""The learned reader: opens its model, cuts words to pieces, and says of every word which event it states and who takes part.

    encoder = load_encoder()
    ((reading,),) = encoder.read([[SentenceWords(0, words, tuple(flags_of(words)))]])
    reading.type_of(3)  # ("ASSAULT", 0.97)

What a stage asks of it stands in `dateline.readings`. `onnxruntime` and `tokenizers` are imported when a reader is opened, not before.
"""

from __future__ import annotations

from dateline.encoder.flags import flags_of
from dateline.encoder.model import Encoder, SentenceWords, load_encoder, reader_name

__all__ = ["Encoder", "SentenceWords", "flags_of", "load_encoder", "reader_name"]

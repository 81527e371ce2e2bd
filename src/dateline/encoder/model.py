"""The learned reader at run time: sentences of many reports in, what the model says of their words out."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.encoder.flags import FLAGS
from dateline.encoder.manifest import MANIFEST, MODEL, TOKENIZER, Manifest, read_manifest
from dateline.encoder.pieces import Window, WordPieces, windows_of
from dateline.errors import DataError
from dateline.readings import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Outputs = dict[str, Floats]

SHIPPED = "install dateline again (pip install --force-reinstall dateline)"
CHOSEN = "see folder in [reading] of the settings"


@dataclass(frozen=True, slots=True, eq=False)
class SentenceWords:
    """A sentence to be read: its index in the draft, its words, and the flags of each (`dateline.encoder.flags`)."""

    index: int
    words: tuple[str, ...]
    flags: tuple[int, ...]


@functools.cache
def load_encoder(folder: Path | None = None) -> Encoder:
    """Return the learned reader of a folder, or the one that ships with dateline; loaded once a process.

    Raises:
        DataError: it is missing, is not what its manifest says, or cannot be run here.
    """
    return Encoder(folder)


def reader_name(folder: Path | None = None) -> str:
    """Return what tells a reader from any other, the head of its model's hash, without opening it.

    Raises:
        DataError: it is not there.
    """
    manifest = read_manifest(folder or shipped_folder(), _advice(folder))
    return f"reader-{dict(manifest.hashes)[MODEL][:12]}"


def _advice(folder: Path | None) -> str:
    return SHIPPED if folder is None else CHOSEN


def shipped_folder() -> Path:
    """Return where the reader that ships with dateline lies."""
    return Path(str(resources.files("dateline") / "data" / "encoder"))


class Encoder:
    """A learned reader, opened.

    Args:
        folder: holds `encoder.json`, `encoder.onnx` and `tokenizer.json`; None for the one that ships with dateline.

    Raises:
        DataError: as in `load_encoder`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._advice = _advice(folder)
        self.folder = folder or shipped_folder()
        self.manifest: Manifest = read_manifest(self.folder, self._advice)
        if self.manifest.flags != FLAGS:
            raise DataError(
                f"{self.folder / MANIFEST}: it was trained with the flags {', '.join(self.manifest.flags)}; this version gives "
                f"{', '.join(FLAGS)}; {self._advice}"
            )
        self._bits = [1 << n for n in range(len(FLAGS))]
        tokenizer, model = (self._checked(name) for name in (TOKENIZER, MODEL))
        self._pieces = self._tokenizer(tokenizer)
        self._session = self._opened(model)

    def read(self, reports: Sequence[Sequence[SentenceWords]]) -> list[list[Reading]]:
        """Read the sentences of some reports, each report's in their order, and return a reading for each.

        Raises:
            DataError: the model does not run.
        """
        windows = [
            window
            for number, sentences in enumerate(reports)
            for window in windows_of(
                number, [[self._pieces(w) for w in s.words] for s in sentences], self.manifest.window - 2
            )
        ]
        gathered = [[_Gathered([]) for _ in sentences] for sentences in reports]
        # Each by itself: the model rounds by the largest number of what it reads together, so that a report would be read
        # otherwise beside other reports than alone; and filling windows up to one length took half of the time.
        for window in windows:
            self._run([window], reports, gathered)
        return [
            [self._reading(sentence, found) for sentence, found in zip(sentences, parts, strict=True)]
            for sentences, parts in zip(reports, gathered, strict=True)
        ]

    def _run(
        self, batch: Sequence[Window], reports: Sequence[Sequence[SentenceWords]], gathered: list[list[_Gathered]]
    ) -> None:
        """Run the model over some windows and put what it says of each stretch of words where it belongs."""
        import numpy as np

        length = max(window.length for window in batch) + 2
        ids = np.full((len(batch), length), self._pieces.padding, dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int64)
        flags = np.zeros((len(batch), length, len(self.manifest.flags)), dtype=np.float32)
        heads: list[NDArray[np.int64]] = []
        for row, window in enumerate(batch):
            sizes = [len(pieces) for pieces in window.words]
            total = sum(sizes)
            ids[row, : total + 2] = [
                self._pieces.first,
                *(p for pieces in window.words for p in pieces),
                self._pieces.last,
            ]
            mask[row, : total + 2] = 1
            told = [flag for s in window.stretches for flag in reports[s.report][s.sentence].flags[s.first : s.last]]
            flags[row, 1 : total + 1] = np.repeat(np.array(told)[:, None] & self._bits > 0, sizes, axis=0)
            heads.append(np.cumsum([1, *sizes[:-1]]))
        outputs = self._outputs({"input_ids": ids, "attention_mask": mask, "flags": flags})
        for row, window in enumerate(batch):
            rows = {name: values[row][heads[row]] for name, values in outputs.items()}
            at = 0
            for s in window.stretches:
                words_here = s.last - s.first
                gathered[s.report][s.sentence].parts.append(
                    (s.first, {name: x[at : at + words_here] for name, x in rows.items()})
                )
                at += words_here

    def _outputs(self, inputs: dict[str, Any]) -> Outputs:
        names = list(self.manifest.outputs)
        try:
            return dict(zip(names, self._session.run(names, inputs), strict=True))
        # onnxruntime raises kinds of its own that share no base with ours but Exception.
        except Exception as error:
            raise DataError(
                f"{self.folder / MODEL}: the learned reader does not run: {error}; {self._advice}"
            ) from error

    def _reading(self, sentence: SentenceWords, found: _Gathered) -> Reading:
        """Put the parts of a sentence together, with probabilities for logits."""
        import numpy as np

        parts = [outputs for _, outputs in sorted(found.parts, key=lambda part: part[0])]
        nothing = np.zeros((len(sentence.words), 0), dtype=np.float32)

        def joined(name: str) -> Floats:
            return np.concatenate([part[name] for part in parts]) if parts and name in parts[0] else nothing

        labels = self.manifest.labels
        incident = joined("incident")
        return Reading(
            sentence.index,
            labels,
            event=_softmax(joined("event")) if parts else np.zeros((0, len(labels.event)), dtype=np.float32),
            roles=_softmax(joined("roles")),
            incident=_logistic(incident.mean(axis=0))
            if incident.size
            else np.zeros(len(labels.incident), dtype=np.float32),
            current=_logistic(joined("current")[:, :1].ravel()),
            happened=_logistic(joined("happened")[:, :1].ravel()),
            anchor=joined("anchor"),
            doer=joined("doer"),
            undergoer=joined("undergoer"),
        )

    def _checked(self, name: str) -> bytes:
        """Return the bytes of a file of the reader that is what the manifest says it is."""
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(
                f"{path}: the learned reader cannot be read: {error.strerror or error}; {self._advice}"
            ) from error
        expected = dict(self.manifest.hashes)[name]
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise DataError(
                f"{path}: the file is not the one that {MANIFEST} beside it tells of (SHA-256 {found[:12]}…, not {expected[:12]}…): "
                f"it is broken or of another version; {self._advice}"
            )
        return content

    def _tokenizer(self, content: bytes) -> WordPieces:
        from tokenizers import Tokenizer

        try:
            return WordPieces(Tokenizer.from_str(content.decode("utf-8")))
        # The library's errors are plain Exceptions.
        except Exception as error:
            raise DataError(f"{self.folder / TOKENIZER}: this is no tokenizer: {error}; {self._advice}") from error

    def _opened(self, content: bytes) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread a worker, as everywhere in coding: workers, not threads, use the cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        # As above: kinds of its own.
        except Exception as error:
            raise DataError(
                f"{self.folder / MODEL}: the learned reader cannot be opened: {error}; {self._advice}"
            ) from error
        missing = [
            name for name in self.manifest.outputs if name not in {output.name for output in session.get_outputs()}
        ]
        if missing:
            raise DataError(
                f"{self.folder / MODEL}: it lacks the outputs {', '.join(missing)} that {MANIFEST} tells of; {self._advice}"
            )
        return session


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What the model said of the parts of a sentence, each with the index of its first word."""

    parts: list[tuple[int, Outputs]]


def _softmax(logits: Floats) -> Floats:
    import numpy as np

    if not logits.size:
        return logits
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _logistic(logits: Floats) -> Floats:
    import numpy as np

    shares: Floats = 1.0 / (1.0 + np.exp(-logits.clip(-30.0, 30.0)))
    return shares

"""The Python API: the only place that joins readers, pipeline, executor and store."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from dateline.adding import Adding, add_records, report_of
from dateline.display import as_html
from dateline.errors import InputError
from dateline.events import CodedReport, Coder
from dateline.executor import Done, Executor, Task, check_executor, make_executor
from dateline.outcomes import Outcome, Recoded, named, outcome_of
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings, Settings
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.alerting import Alerts
    from dateline.casebook import Casebook
    from dateline.readers import ReadOptions
    from dateline.store import EventCount, Page, Store, StoreCounts

T = TypeVar("T")
Paths = Sequence[str | Path] | str | Path
Readings = Iterable[Report | InputError]
TEXT_ORIGIN = "text"  # of a report that is given as a text


class Project:
    """Codes reports, and keeps reports and records in a database.

    Nothing is opened, loaded or started before it is needed: coding without keeping makes no database.

    Args:
        db: path or URL of the database; None for `./dateline.db`.
        settings: a TOML file's path, a mapping of sections, or None for the defaults (see `dateline.settings`).
        workers: processes that code; 1 is this process itself, None takes one a core. A program that asks for more than
            1 must start under `if __name__ == "__main__":`, since worker processes start by spawn.
        executor: where reports are coded: in-process, multiprocessing or ray (extra `ray`); None for this process where
            workers is 1, else for processes.
        address: of a Ray cluster (auto, host:port, ray://host:port); None for a Ray of its own on this machine.
        pipeline: to code with instead of the one that the settings make.
        patience: seconds that one query of the database may take (TooSlow); None for as long as it does.

    Raises:
        SettingsError: the settings are not valid.
    """

    def __init__(
        self,
        db: str | Path | None = None,
        *,
        settings: Settings | Mapping[str, Mapping[str, object]] | Path | str | None = None,
        workers: int | None = 1,
        executor: str | None = None,
        address: str | None = None,
        pipeline: Pipeline | None = None,
        patience: float | None = None,
    ) -> None:
        check_executor(workers=workers, kind=executor, address=address)
        self._db = db
        self._settings = Settings.of(settings)
        self._make_executor = functools.partial(make_executor, workers=workers, kind=executor, address=address)
        self._pipeline = pipeline
        self._executor: Executor | None = None
        self._store: Store | None = None
        self._patience = patience

    _repr_html_ = as_html

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers and let go of the database; the project can be used again after it."""
        if self._executor is not None:
            self._executor.close()
            self._executor = None
        if self._store is not None:
            self._store.close()
            self._store = None

    @property
    def store_name(self) -> str:
        """How the database is named in messages."""
        from dateline.store import name_of

        return name_of(self._db)

    @property
    def coder(self) -> Coder:
        """Who codes: version, model and settings."""
        return self.pipeline.coder

    @property
    def pipeline(self) -> Pipeline:
        """The stages that code, put together when first asked for."""
        if self._pipeline is None:
            from dateline.assembly import build_pipeline

            self._pipeline = build_pipeline(self._settings)
        return self._pipeline

    # --- coding

    def code(
        self,
        paths: Paths,
        *,
        options: ReadOptions | None = None,
        published: str | None = None,
        publisher: str | None = None,
        language: str | None = None,
        encoding: str | None = None,
    ) -> Iterator[Outcome]:
        """Code what stands under paths and keep nothing.

        Args:
            paths: files, folders, globs, `-` for standard input.
            options: what is said of all inputs, and limits; the four below go before it.
            published: ISO 8601 date or date-time; publisher: the outlet; language: ISO 639-1; encoding: of the files.

        Yields:
            An outcome for each report and each input that cannot be read, in order.

        Raises:
            SettingsError: an option or a setting is not valid.
        """
        said = self._read_options(options, published, publisher, language, encoding)
        return self.code_reports(_read(paths, said))

    def read_options(self, options: ReadOptions | None = None) -> ReadOptions:
        """Return how inputs are read: these options, within the limits of the settings."""
        return self._read_options(options)

    def read(self, paths: Paths, *, options: ReadOptions | None = None, share: tuple[int, int] = (1, 1)) -> Readings:
        """Return what stands under paths, within the limits of the settings: reports, and an error for each that cannot be read.

        Args:
            share: (2, 8) takes the second of every eight files, so that eight runs share an archive.
        """
        return _read(paths, self._read_options(options), share)

    def code_reports(self, reports: Readings) -> Iterator[Outcome]:
        """Code reports that are there already and keep nothing."""
        for done in self.code_tasks(Task(report_of(read), read) for read in reports):
            yield outcome_of(done.item, done.coding)

    def code_tasks(self, tasks: Iterable[Task[T]]) -> Iterator[Done[T]]:
        """Yield every task with its coding, in their order; for those who keep records elsewhere than in the store."""
        return self._running().map(tasks)

    def code_text(
        self,
        text: str,
        *,
        published: str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        url: str | None = None,
    ) -> CodedReport:
        """Code one text.

        Args:
            text: as a news site or agency prints it; headers, date line and byline are read where it has them.
            published: ISO 8601; without it, and without one in the text, times stay open.

        Raises:
            InputError: there is nothing to code, it is too long, or coding failed.
            SettingsError: `published` is no date.
        """
        from dateline.readers import read_text

        options = self._read_options(None, published, publisher)
        report = read_text(text, origin=url or TEXT_ORIGIN, title=title, url=url, options=options)
        outcome = next(self.code_reports([report]))
        if outcome.record is None:
            raise InputError(report.origin, outcome.error.message if outcome.error else "no record came of it")
        return outcome.record

    def count_inputs(self, paths: Paths) -> int | None:
        """Return how many reports stand under paths, as far as it can be told without reading them all."""
        from dateline.readers import count

        return count(_listed(paths))

    # --- keeping

    def add(
        self,
        paths: Paths,
        *,
        options: ReadOptions | None = None,
        published: str | None = None,
        publisher: str | None = None,
        language: str | None = None,
        encoding: str | None = None,
    ) -> Iterator[Outcome]:
        """Code what stands under paths and store it; arguments as for `code`.

        Yields:
            An outcome for each input, in order, and only when its batch is on the disk for good.

        Raises:
            SettingsError: an option or a setting is not valid.
            StoreError: the database cannot be used; what was yielded before is stored.
        """
        said = self._read_options(options, published, publisher, language, encoding)
        return self.add_reports(_read(paths, said))

    def add_reports(self, reports: Readings) -> Iterator[Outcome]:
        """Store reports that are there already, with their records."""
        adding = Adding(self._opened(must_exist=False), self.coder, self._run.batch_reports)
        return adding.kept(self.code_tasks(adding.looked_up(reports)))

    def add_records(self, records: Iterable[CodedReport | InputError]) -> Iterator[Outcome]:
        """Store records that were coded elsewhere, with their reports, each under the coder that it names; nothing is coded.

        Yields:
            As `add`.
        """
        return add_records(self._opened(must_exist=False), records, batch=self._run.batch_reports)

    def recode(self, *, all_versions: bool = False) -> Iterator[Recoded]:
        """Code the stored reports anew, those that the present coder has not been over.

        Yields:
            The record before and the record now of each, when the new one is stored.
        """
        store = self._opened(must_exist=True)
        waiting = store.to_recode(self.coder, all_versions=all_versions)
        finished = self._running().map(Task(report, old) for report, old in waiting)
        while batch := list(islice(finished, self._run.batch_reports)):
            codings = [(done.item, done.coding) for done in batch if done.coding is not None]
            store.recode([coding for _, coding in codings], self.coder)
            for old, coding in codings:
                error = named(coding.report.origin, coding.failure)
                yield Recoded(coding.report.origin, old, coding.record, error)

    # --- asking

    def list(
        self,
        *,
        all_versions: bool = False,
        as_coded: bool = False,
        limit: int = 50,
        cursor: str | None = None,
        **filters: object,
    ) -> Page:
        """Return a page of stored events, as people corrected them, the latest first.

        Args:
            all_versions: those of earlier versions of reports as well; all are as they were coded.
            as_coded: as they were coded, whatever people said.
            cursor: of the page before, for the next.
            filters: since, until, country, type, mode, actor, killed, injured (at least), standing, factuality, min_confidence, sphere
                (criminal is left out unless asked for; `all` for everything), search, text, publisher, origin; a list
                of values gives alternatives. `dateline.store.FILTERS` says what each means.
        """
        return self._opened(must_exist=True).list(
            filters, all_versions=all_versions, as_coded=as_coded, limit=limit, cursor=cursor
        )

    def records(
        self, *, all_versions: bool = False, as_coded: bool = False, **filters: object
    ) -> Iterator[CodedReport]:
        """Yield the stored records that hold events that fit, each with these events alone; filters and all else as in `list`."""
        return self._opened(must_exist=True).records(filters, all_versions=all_versions, as_coded=as_coded)

    def get(self, reference: str, *, coder: str | None = None) -> CodedReport:
        """Return a stored record: by the id of its report or of one of its events, the start of either, origin or key.

        Args:
            coder: the fingerprint of the coder whose record is wanted; else the latest.

        Raises:
            NotFound: nothing is stored under it.
        """
        return self._opened(must_exist=True).get(reference, coder=coder)

    def history(self, reference: str) -> tuple[CodedReport, ...]:
        """Return the latest record of every version of a report, the first version first."""
        return self._opened(must_exist=True).history(reference)

    def count(self, *, all_versions: bool = False, as_coded: bool = False, **filters: object) -> int:
        """Return how many stored events fit; filters and all else as in `list`."""
        return self._opened(must_exist=True).count(filters, all_versions=all_versions, as_coded=as_coded)

    def count_up_to(
        self, most: int, *, all_versions: bool = False, as_coded: bool = False, **filters: object
    ) -> EventCount:
        """Return how many stored events fit, counting no further than so many: what is not `exact` is so many at least."""
        store = self._opened(must_exist=True)
        return store.count_events_up_to(most, filters, all_versions=all_versions, as_coded=as_coded)

    def counts(self) -> StoreCounts:
        """Return how many reports, versions, records and events are stored."""
        return self._opened(must_exist=True).counts()

    @property
    def incidents(self) -> Casebook:
        """The incidents that the stored events make: to list, to open, to decide about, to follow."""
        from dateline.casebook import Casebook

        return Casebook(self._opened)

    @property
    def alerts(self) -> Alerts:
        """The alerts that were raised: to list, to follow, to send, and rules to try on the past."""
        from dateline.alerting import Alerts

        return Alerts(self._opened)

    # --- within

    @functools.cached_property
    def _run(self) -> RunSettings:
        return self._settings.fill(RunSettings, "run")

    def _running(self) -> Executor:
        if self._executor is None:
            self._executor = self._make_executor(self.pipeline, settings=self._run)
        return self._executor

    def _opened(self, *, must_exist: bool) -> Store:
        if self._store is None:
            from dateline.store import open_store

            self._store = open_store(self._db, must_exist=must_exist, patience=self._patience)
        return self._store

    def _read_options(
        self,
        options: ReadOptions | None = None,
        published: str | None = None,
        publisher: str | None = None,
        language: str | None = None,
        encoding: str | None = None,
    ) -> ReadOptions:
        """Return options with these facts laid over them, and the limits of section [read] where they have none."""
        from dateline.readers import Limits, ReadOptions

        given = options or ReadOptions()
        limits = self._settings.fill(Limits, "read") if given.limits == Limits() else given.limits
        return ReadOptions(
            published=published or given.published,
            publisher=publisher or given.publisher,
            language=language or given.language,
            encoding=encoding or given.encoding,
            limits=limits,
        )


def code(
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> CodedReport:
    """Code one text with the default settings; models are loaded at the first call and kept.

    Args and errors as `Project.code_text`.
    """
    return _default().code_text(text, published=published, publisher=publisher, title=title, url=url)


@functools.cache
def _default() -> Project:
    return Project()


def _read(paths: Paths, options: ReadOptions, share: tuple[int, int] = (1, 1)) -> Readings:
    from dateline.readers import read

    return read(_listed(paths), options=options, share=share)


def _listed(paths: Paths) -> list[str]:
    return [str(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]

import pickle
import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from tests.support.making import attack, small_pipeline
from tests.support.small_stages import Attacks, Lines

from dateline.draft import Draft
from dateline.errors import PipelineError
from dateline.events import Coder, Place, Problem
from dateline.pipeline import Pipeline
from dateline.stage import PerDraft
from dateline.stages import built_in

CODER = Coder("0", "none", "0")


@dataclass(frozen=True, slots=True)
class Needy(PerDraft):
    name: ClassVar[str] = "needy"
    needs: ClassVar[tuple[str, ...]] = ("mentions",)
    assigns: ClassVar[tuple[str, ...]] = ("clusters",)


class Places(PerDraft):
    name = "places"
    needs = ()
    assigns = ("dateline", "toponyms")

    def __call__(self, draft: Draft) -> Draft:
        draft.dateline = Place("Rebels", "settlement", "town", country="IQ", spans=(draft.span(0, 6),))
        draft.problems.append(("gazetteer", "one place is not known"))
        draft.problems.append(("gazetteer", "one place is not known"))
        return draft


class Loses(PerDraft):
    name = "loses"
    needs = ()
    assigns = ()

    def pipe(self, drafts):
        return (draft for draft in drafts if "Erbil" not in draft.report.text)


def test_a_report_becomes_a_record():
    (coding,) = small_pipeline().code([attack(4)])
    assert coding.failure is None
    assert [event.anchor.quote for event in coding.record.events] == ["Rebels attacked Baghdad, killing 4"]
    assert coding.record.coder == small_pipeline().coder
    assert coding.record.problems == ()


def test_the_dateline_and_the_problems_of_stages_are_in_the_record():
    (coding,) = Pipeline((Places(),), CODER).code([attack(problems=(("date", "from the reader"),))])
    assert coding.record.report.dateline.country == "IQ"
    assert coding.record.problems == (
        Problem("date", "from the reader"),
        Problem("gazetteer", "one place is not known"),
    )


def test_an_undated_report_is_coded_and_says_so_once():
    codings = small_pipeline().code(
        [attack(published=None), attack(published=None, problems=(("undated", "by the reader"),))]
    )
    assert [[problem.code for problem in coding.record.problems] for coding in codings] == [["undated"], ["undated"]]
    assert codings[0].record.events[0].when is None


@pytest.mark.parametrize(
    ("language", "coded"), [("en", True), ("en-GB", True), ("EN", True), (None, True), ("fr", False), ("ar", False)]
)
def test_a_report_in_another_language_is_passed_over(language, coded):
    english, other = small_pipeline().code([attack(1), attack(2, language=language)])
    assert len(english.record.events) == 1
    assert len(other.record.events) == coded
    assert [problem.code for problem in other.record.problems] == ([] if coded else ["language"])
    assert other.passed_over is not coded


def test_a_reports_failure_is_its_own():
    codings = small_pipeline().code([attack(1), attack(2, more="STAGE raise"), attack(3)])
    assert [coding.record is None for coding in codings] == [False, True, False]
    assert codings[1].failure.code == "failed"
    assert "KeyError: 'no such row' at support/small_stages.py:" in codings[1].failure.message


def test_a_report_that_hangs_is_given_up_and_the_others_are_coded():
    codings = small_pipeline().code([attack(1), attack(2, more="STAGE hang"), attack(3)], seconds=0.3)
    assert [coding.failure.code if coding.failure else None for coding in codings] == [None, "timeout", None]
    assert "code_seconds" in codings[1].failure.message


def test_outside_the_main_thread_time_is_kept_between_stages():
    found = []
    pipeline = small_pipeline(pause=0.2)
    thread = threading.Thread(target=lambda: found.extend(pipeline.code([attack()], seconds=0.1)))
    thread.start()
    thread.join()
    assert found[0].failure.code == "timeout"


def test_the_timer_is_given_back():
    import signal

    small_pipeline().code([attack(more="STAGE hang")], seconds=0.1)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_stage_that_loses_a_draft_is_found_out():
    codings = Pipeline((Loses(),), CODER).code([attack(1), attack(2, where="Erbil")])
    assert codings[0].failure is None
    assert "did not return as many drafts" in codings[1].failure.message


def test_no_reports_no_codings():
    assert small_pipeline().code([]) == []


def test_it_goes_to_another_process_and_is_the_same():
    pipeline = small_pipeline(confidence=0.3)
    again = pickle.loads(pickle.dumps(pipeline))  # noqa: S301 - made here
    assert again == pipeline
    assert again.code([attack()])[0].record == pipeline.code([attack()])[0].record


def test_a_wrong_order_names_the_stage_that_must_come_before():
    with pytest.raises(PipelineError, match=r"'attacks' needs 'sentences'.*stage 'lines' assigns it: put that before"):
        Pipeline((Attacks(), Lines()), CODER)


def test_a_missing_stage_is_named():
    with pytest.raises(PipelineError, match="'needy' needs 'mentions', which no stage before it assigns") as caught:
        Pipeline((Lines(), Needy()), CODER)
    giver = next((kind.name for kind in built_in() if "mentions" in kind.assigns), None)
    assert (f"built-in stage {giver!r} gives it" if giver else "no built-in stage gives it") in str(caught.value)


def test_two_stages_may_not_write_the_same():
    class Again(Lines):
        name: ClassVar[str] = "again"

    with pytest.raises(PipelineError, match="'again' would write over 'sentences' of stage 'lines'"):
        Pipeline((Lines(), Again()), CODER)


def test_a_stage_may_add_to_what_it_needs():
    class Refines(Lines):
        name: ClassVar[str] = "refines"
        needs: ClassVar[tuple[str, ...]] = ("sentences",)

    assert Pipeline((Lines(), Refines()), CODER)


def test_an_annotation_that_no_draft_has_is_named():
    class Wrong(Lines):
        assigns: ClassVar[tuple[str, ...]] = ("sentence",)

    with pytest.raises(PipelineError, match="'sentence', which no draft has"):
        Pipeline((Wrong(),), CODER)


def test_two_stages_of_one_name_are_refused():
    with pytest.raises(PipelineError, match="two stages are called 'lines'"):
        Pipeline((Lines(), Lines()), CODER)

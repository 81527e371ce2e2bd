import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import ClassVar

import pytest
from tests.support.small_stages import Attacks, Lines

from dateline import assembly
from dateline.assembly import build_pipeline, build_stages, coder_of
from dateline.errors import DataError, PipelineError, SettingsError
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings, Settings
from dateline.stage import PerDraft
from dateline.stages.places import PlacesStage


@dataclass(frozen=True, slots=True)
class Shows(PerDraft):
    name: ClassVar[str] = "shows"
    needs: ClassVar[tuple[str, ...]] = ("events",)
    assigns: ClassVar[tuple[str, ...]] = ()
    words: frozenset[str] = frozenset({"b", "a", "c"})
    model = "shower-1.0"

    def __call__(self, draft):
        return draft


@pytest.fixture
def small(monkeypatch):
    """The small stages in place of the built-in ones."""
    monkeypatch.setattr(assembly, "built_in", lambda: (Lines, Attacks))
    points = [
        EntryPoint("shows", f"{__name__}:Shows", "dateline.stages"),
        EntryPoint("broken", "no_such_module:Stage", "dateline.stages"),
        EntryPoint("odd", "builtins:int", "dateline.stages"),
    ]
    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or type(sys)("x"))
    monkeypatch.setattr(sys.modules[__name__], "Shows", Shows, raising=False)
    monkeypatch.setattr(assembly, "entry_points", lambda group: points if group == "dateline.stages" else [])


def test_the_built_in_stages_fit_together():
    pipeline = build_pipeline()
    assert pipeline.coder.version
    assert "events" in {part for stage in pipeline.stages for part in stage.assigns}


def test_a_section_sets_its_stage(small):
    stages = build_stages(Settings.of({"attacks": {"confidence": 0.5}}))
    assert [stage.name for stage in stages] == ["lines", "attacks"]
    assert stages[1] == Attacks(confidence=0.5)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"attack": {"confidence": 0.5}}, r"unknown section \[attack\]; did you mean 'attacks'"),
        ({"attacks": {"confidnce": 0.5}}, r"unknown key 'confidnce' in \[attacks\]; did you mean 'confidence'"),
        ({"attacks": {"confidence": "high"}}, r"confidence in \[attacks\] must be of type float; got 'high'"),
        ({"attacks": {"confidence": True}}, "must be of type float"),
        ({"lines": {"width": 3}}, "none is valid here"),
        ({"pipeline": {"extra": [{"stage": "show"}]}}, "did you mean 'shows'"),
        ({"pipeline": {"extra": [{"stage": "shows", "after": "attack"}]}}, "did you mean 'attacks'"),
        ({"pipeline": {"extra": [{"name": "shows"}]}}, "stage = NAME"),
        ({"pipeline": {"extra": "shows"}}, "must be of type"),
        ({"pipeline": {"extra": [{"stage": "broken"}]}}, "cannot be loaded"),
        ({"pipeline": {"extra": [{"stage": "odd"}]}}, "lacks name, needs, assigns, pipe"),
        ({"pipeline": {"extra": [{"stage": "shows", "after": "lines"}]}}, "needs 'events'.*'attacks' assigns it"),
    ],
)
def test_what_is_wrong_in_settings_is_named(small, given, message):
    with pytest.raises((SettingsError, PipelineError), match=message):
        build_pipeline(Settings.of(given))


def test_stages_of_other_packages_come_when_asked_for(small):
    assert [stage.name for stage in build_stages(Settings())] == ["lines", "attacks"]
    pipeline = build_pipeline(Settings.of({"pipeline": {"extra": [{"stage": "shows", "after": "attacks"}]}}))
    assert [stage.name for stage in pipeline.stages] == ["lines", "attacks", "shows"]
    assert pipeline.coder.model == "shower-1.0"


def test_the_fingerprint_hangs_on_every_setting_and_table(monkeypatch):
    plain = coder_of((Lines(), Attacks()))
    assert coder_of((Lines(), Attacks())) == plain
    assert coder_of((Lines(), Attacks(confidence=0.8))).fingerprint != plain.fingerprint
    assert coder_of((Attacks(), Lines())).fingerprint != plain.fingerprint
    assert coder_of((Lines(), Attacks(), Shows())).fingerprint != plain.fingerprint
    monkeypatch.setattr(assembly, "data_hash", lambda: "another table")
    assert coder_of((Lines(), Attacks())).fingerprint != plain.fingerprint


def test_the_fingerprint_hangs_on_the_content_of_a_users_own_file(tmp_path):
    path = tmp_path / "places.bin"
    stage = PlacesStage(gazetteer=str(path))
    with pytest.raises(DataError, match=r"places\.bin: it cannot be read"):
        coder_of((stage,))
    seen = set()
    for content in (b"one", b"two", b"one"):
        path.write_bytes(content)
        seen.add(coder_of((stage,)).fingerprint)
    assert len(seen) == 2
    assert coder_of((PlacesStage(),)).fingerprint not in seen


def test_the_fingerprint_is_the_same_in_every_process():
    code = (
        "from dateline.assembly import coder_of\n"
        "class S:\n    name = 's'\n    __dataclass_fields__ = {'words': None}\n    words = frozenset({'b', 'a', 'c', 'd'})\n"
        "print(coder_of((S(),)).fingerprint)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_the_pipeline_of_an_empty_list_is_allowed():
    assert Pipeline((), coder_of(())).code([]) == []


def test_settings_from_a_file(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text("[run]\ncode_seconds = 5\nbatch_reports = 2\n")
    assert Settings.of(path).fill(RunSettings, "run") == RunSettings(code_seconds=5, batch_reports=2)
    assert Settings.of(str(path)).updated("run", code_seconds=9, batch_reports=None).values("run") == {
        "code_seconds": 9,
        "batch_reports": 2,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[run", "no TOML"),
        ("code_seconds = 5", "outside any section"),
        ("[run]\ncode_seconds = 0", r"\[run\]: code_seconds must be above 0; got 0"),
        ("[run]\ncode_second = 1", "did you mean 'code_seconds'"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path, text, message):
    path = tmp_path / "desk.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=message) as caught:
        Settings.of(path).fill(RunSettings, "run")
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match="cannot read the settings"):
        Settings.of(tmp_path / "none.toml")

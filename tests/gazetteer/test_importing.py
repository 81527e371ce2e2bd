"""Adding a dump of GeoNames: what comes in, what is told of a broken one, and that no half a file stays."""

from __future__ import annotations

import multiprocessing
import zipfile

import pytest

from dateline.errors import DataError
from dateline.gazetteer import Gazetteer, import_dump, open_gazetteer
from dateline.gazetteer.dump import features
from dateline.gazetteer.sources import Place
from dateline.gazetteer.writing import Words, write_places


def line(number, name, code, *, names="", lat=10.5, lon=20.5, country="SY", admin1="09", admin2="", people="0"):
    feature, kind = code.split(".")
    cells = [number, name, name, names, lat, lon, feature, kind, country, "", admin1, admin2, "", "", people, "", "", "Asia/Damascus",
             "2024-01-01"]  # fmt: skip
    return "\t".join(map(str, cells)) + "\n"


GOOD = (
    line(9_000_001, "Umm Zarur", "P.PPL", names="Oum Zarour,أم زرور,zarur,UZR", admin2="0905")
    + line(9_000_002, "Ḩalab", "A.ADM1", names="Aleppo Governorate")
    + line(9_000_003, "Zarur District", "A.ADM2", admin2="0905")
    + line(9_000_004, "Tall Zarur Air Base", "S.AIRB")
    + line(9_000_005, "Zarur School", "S.SCH")
    + line(9_000_006, "Zarurabad", "P.PPL", people="12000")
)


@pytest.fixture
def base(tmp_path):
    town = Place(
        "Known", "settlement", "town", "SY", 10.0, 20.0, "geonames", geonames_id=7, population=9000, importance=4.0,
        zone="Asia/Damascus", admin1="SY.10",
    )  # fmt: skip
    area = Place("Hama", "admin", "admin1", "SY", 10.0, 20.0, "areas", geonames_id=8, admin1="SY.10")
    path = write_places(
        [town, area], towns=1, areas={"SY.10": area}, path=tmp_path / "base.bin", versions={"test": "1"}, words=Words()
    )
    return Gazetteer(path)


def dump(tmp_path, text, name="SY.txt"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_places_areas_and_names_come_in(tmp_path, base):
    done = import_dump(dump(tmp_path, GOOD + line(7, "Known anew", "P.PPL")), tmp_path / "out.bin", base=base)
    assert (done.added, done.known) == (5, 1)
    larger = Gazetteer(done.path)
    assert len(larger) == len(base) + 5
    assert larger.lookup("Known")[0].admin1 == "Hama"
    (village,) = larger.lookup_minor("umm zarur")
    assert (village.admin1, village.admin2) == ("Aleppo", "Zarur")
    assert (village.source, village.zone, village.geonames_id) == ("dump", "Asia/Damascus", 9_000_001)
    assert larger.lookup_minor("oum zarour") != ()
    assert larger.lookup("Umm Zarur") == larger.lookup_minor("uzr") == larger.lookup_minor("zarur school") == ()
    assert larger.lookup("Zarurabad")[0].population == 12_000
    assert larger.lookup("Tall Zarur Air Base")[0].kind == "site"
    assert larger.nearest_town(10.5, 20.5).name == "Known"


def test_a_zip_an_id_told_twice_and_a_second_import(tmp_path, base):
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "of the dump")
        archive.writestr("SY.txt", GOOD + GOOD)
    done = import_dump(path, tmp_path / "out.bin", base=base)
    assert (done.added, done.known) == (5, 5)
    again = import_dump(path, tmp_path / "out.bin", base=Gazetteer(done.path))
    assert (again.added, again.known) == (0, 10)
    assert Gazetteer(again.path).lookup("Zarurabad") != ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        (GOOD[: len(GOOD) - 60], "line 6: .* columns; a GeoNames dump has 19 .*cut off"),
        (GOOD + "9000009\tShort\n", "line 7: 2 columns"),
        (GOOD.replace("\t", ","), "line 1: 1 columns"),
        (line("x", "Odd", "P.PPL"), "line 1: column 1 is 'x'; expected a GeoNames id"),
        (
            line(67_108_864, "Odd", "P.PPL"),
            "line 1: column 1 is '67108864'; expected a GeoNames id from 1 to 67,108,863",
        ),
        (line(5, "Odd", "P.PPL", lat=95), "line 1: column 5 is '95'"),
        (line(5, "Odd", "P.PPL", lon="nan"), "column 6 is 'nan'; expected degrees east"),
        (line(5, "Odd", "P.PPL", people="many"), "column 15"),
        (line(5, "Odd", "P.PPL", country="Syria"), "column 9 is 'Syria'; expected a country code"),
        (GOOD.encode("utf-16"), "line 1: (a binary file|not UTF-8)"),
        (b"\x7fELF\x00\x01" * 1000, "line 1: a binary file"),
        ("a" * 300_000, "line 1: longer than"),
        (GOOD.encode() + "Łódź".encode("latin2") + b"\n", "line 7: not UTF-8"),
    ],
)
def test_what_is_no_dump_is_told_by_its_line_and_leaves_nothing(tmp_path, base, text, told):
    path = dump(tmp_path, text)
    with pytest.raises(DataError, match=told):
        import_dump(path, tmp_path / "out.bin", base=base)
    assert {p.name for p in tmp_path.iterdir()} == {"base.bin", "SY.txt"}


def test_paths_that_lead_nowhere(tmp_path, base):
    with pytest.raises(DataError, match="no such file"):
        import_dump(tmp_path / "none.txt", tmp_path / "out.bin", base=base)
    with pytest.raises(DataError, match="is a folder"):
        import_dump(tmp_path, tmp_path / "out.bin", base=base)
    with pytest.raises(DataError, match="there is no folder"):
        import_dump(dump(tmp_path, GOOD), tmp_path / "no" / "out.bin", base=base)
    (tmp_path / "SY.zip").write_bytes(b"PK\x05\x06" + b"\x00" * 18)
    with pytest.raises(DataError, match=r"one \.txt file"):
        import_dump(tmp_path / "SY.zip", tmp_path / "out.bin", base=base)


def test_what_is_written_to_is_no_folder_and_not_the_dump(tmp_path, base):
    path = dump(tmp_path, GOOD)
    with pytest.raises(DataError, match="is a folder; name the file"):
        import_dump(path, tmp_path, base=base)
    with pytest.raises(DataError, match="is the dump itself"):
        import_dump(path, tmp_path / "." / "SY.txt", base=base)
    assert path.read_text() == GOOD


def test_a_file_of_one_name_twice_leaves_both_told(tmp_path, base):
    first = import_dump(dump(tmp_path, GOOD), tmp_path / "out.bin", base=base)
    path = dump(tmp_path, line(9_000_007, "Zarurtown", "P.PPL"))
    second = import_dump(path, tmp_path / "out.bin", base=Gazetteer(first.path))
    again = import_dump(path, tmp_path / "out.bin", base=Gazetteer(second.path))
    assert dict(Gazetteer(again.path).sources) == {
        "test": "1", "GeoNames dump SY.txt": "5 places", "GeoNames dump SY.txt (2)": "1 places",
    }  # fmt: skip


def test_names_steer_no_terminal(tmp_path, base):
    text = line(9_000_001, "\u202eUmm\x1b[31m Zarur", "P.PPL", names="Oum\x07 Zarour,Ummzarur", people="9000")
    done = import_dump(dump(tmp_path, "\ufeff" + text.replace("\n", "\r\n")), tmp_path / "out.bin", base=base)
    (place,) = Gazetteer(done.path).lookup("Ummzarur")
    assert place.name == "Umm [31m Zarur"
    assert Gazetteer(done.path).lookup("Oum Zarour") == ()


def test_a_stop_half_way_keeps_what_was_there(tmp_path, base, monkeypatch):
    output = tmp_path / "out.bin"
    output.write_bytes(b"the old one")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("dateline.gazetteer.writing._copy", stop)
    with pytest.raises(KeyboardInterrupt):
        import_dump(dump(tmp_path, GOOD), output, base=base)
    assert output.read_bytes() == b"the old one"
    assert {p.name for p in tmp_path.iterdir()} == {"base.bin", "SY.txt", "out.bin"}


def _found(gazetteer):
    return gazetteer.lookup("Zarurabad")[0].name


def test_workers_map_the_imported_file(tmp_path, base):
    done = import_dump(dump(tmp_path, GOOD), tmp_path / "out.bin", base=base)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_found, (open_gazetteer(done.path),)) == "Zarurabad"


def test_features_are_of_known_kinds():
    assert len(features()) > 100
    assert features()["P.PPL"].kind == "settlement"

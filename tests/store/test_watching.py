"""What a watcher has seen is kept alike on every backend."""

from dateline.store.watching.store import FileState, Listed, SourceState

FEED = ("feed", "https://news.example.org/rss")


def listed(name, digest="d1", address=None, why=None):
    return Listed(name, address, digest * 12 if len(digest) == 2 else digest, why, {"title": name})


def test_items_wait_once_and_marks_come_with_them(store):
    (source,) = store.begin_watching([FEED])
    assert source == SourceState(source.id, *FEED, None, None, 0, 0, 0.0, None, None)
    assert store.begin_watching([FEED]) == (source,)
    marks = {"etag": '"1"', "modified": None, "due": 1e9 + 0.25, "error": None}
    items = [listed("a", address="https://x/a"), listed("b\x00\ud800"), listed("old", why="too old")]
    assert store.note_listing(source.id, items, **marks) == {"waiting": 2, "passed-over": 1}
    assert store.note_listing(source.id, items, **marks) == {}
    (now,) = store.sources()
    assert (now.etag, now.looked, now.due) == ('"1"', 2, 1e9 + 0.25)

    waiting = store.waiting_items(1e9, limit=10, sources=[source.id])
    assert sorted(one.data["title"] for one in waiting) == ["a", "b\ufffd\ufffd"] or len(waiting) == 2
    first = next(one for one in waiting if one.data["title"] == "a")
    store.note_item(first, "waiting", error="503", due=2e9)
    assert len(store.waiting_items(1e9, limit=10, sources=[source.id])) == 1
    (again,) = [one for one in store.waiting_items(3e9, limit=10, sources=[source.id]) if one.tries]
    store.note_item(again, "done")
    assert store.count_items() == {"done": 1, "waiting": 1, "passed-over": 1}
    assert store.waiting_items(3e9, limit=10, sources=[]) == ()

    # The same page under another id is no news; the same id with other words is.
    assert store.note_listing(source.id, [listed("c", address="https://x/a")], **marks) == {"done": 1}
    assert store.note_listing(source.id, [listed("a", "d2", address="https://x/a")], **marks) == {"waiting": 1}
    store.note_failure(source.id, due=5.0, error="x" * 9000)
    store.note_unchanged(source.id, due=6.0)
    (now,) = store.sources()
    assert (now.failures, now.due, now.error) == (0, 6.0, None)
    assert store.check().sound


def test_files_and_beats_are_the_last_that_were_noted(store):
    files = [FileState("in/a.txt", 3, 1_700_000_000_123_456_789), FileState("in/b.txt", 4, 5)]
    store.note_files(files)
    store.note_files([FileState("in/b.txt", 9, 6)])
    known = store.known_files(["in/a.txt", "in/b.txt", "in/c.txt"])
    assert known == {"in/a.txt": files[0], "in/b.txt": FileState("in/b.txt", 9, 6)}
    store.beat("watch", {"status": "ok"})
    store.beat("watch", {"status": "degraded"})
    (beat,) = store.beats()
    assert beat.data == {"status": "degraded"}

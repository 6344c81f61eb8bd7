"""How far a run is, in a file that is whole at every moment."""

import json
from pathlib import Path

from evals.progress import FILE, Progress


def test_the_file_tells_the_beginning_and_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    progress = Progress(folder, 3)
    assert json.loads((folder / FILE).read_text()) == {"done": 0, "total": 3}
    for _ in range(3):
        progress.step()
    assert json.loads((folder / FILE).read_text()) == {"done": 3, "total": 3}
    assert [path.name for path in folder.iterdir()] == [FILE]

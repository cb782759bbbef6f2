"""The bytes of an upload on their way in: packed into the database, so that any worker can take it.

Files are read and written in pieces, and kept packed: a published CSV shrinks to about a tenth.
"""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from leadwell.schools import store
from leadwell.schools.models import Content, Load, SourceFile
from leadwell.schools.sources.files import read_header
from leadwell.schools.sources.kinds import Kind, recognise, wrong_kind
from leadwell.schools.sources.refusal import Refused

KINDS: dict[str, tuple[Kind, ...]] = {
    SourceFile.Kind.REGISTER: (Kind.GIAS_REGISTER,),
    SourceFile.Kind.LINKS: (Kind.GIAS_LINKS,),
    SourceFile.Kind.RESULTS: (Kind.KS2_WIDE, Kind.EES_LONG),
}
"""What may be brought as each kind of load."""


@contextmanager
def on_disk(file: UploadedFile) -> Iterator[Path]:
    """The upload as a file: a large one is on disk already, a small one is written there."""
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(prefix="leadwell-upload-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def check(path: Path, kind: str) -> None:
    """Raise Refused for what is plainly no such file, by its first bytes and column names."""
    found = recognise(read_header(path))
    if found in KINDS[kind]:
        return
    right = next((SourceFile.Kind(k).label for k, kinds in KINDS.items() if found in kinds), "")
    if right:
        raise Refused(f"This is {found}. Choose “{right}” above, and the file once more.")
    raise wrong_kind(found, KINDS[kind][0])


@contextmanager
def packed(path: Path) -> Iterator[Path]:
    """The same bytes, packed; the same file always packs to the same bytes."""
    with tempfile.NamedTemporaryFile(prefix="leadwell-packed-") as small:
        with (
            path.open("rb") as file,
            gzip.GzipFile("", "wb", compresslevel=1, fileobj=small, mtime=0) as packing,
        ):
            shutil.copyfileobj(file, packing, 1 << 20)
        small.flush()
        yield Path(small.name)


@contextmanager
def unpacked(load: Load) -> Iterator[Path]:
    """What was uploaded, as a file."""
    if load.content is None:
        raise LookupError(f"the bytes of load {load.pk} are gone")
    with tempfile.TemporaryDirectory(prefix="leadwell-load-") as folder:
        small, path = Path(folder, "packed"), Path(folder, "file.csv")
        small.write_bytes(load.content.data)
        with gzip.open(small) as packing, path.open("wb") as file:
            shutil.copyfileobj(packing, file, 1 << 20)
        small.unlink()
        yield path


def hold(small: Path) -> Content:
    """Keep packed bytes until `let_go`. Within a transaction: nobody lets go of them meanwhile."""
    while True:
        content = store.keep(small)
        if _locked(content.sha256):
            return content


def let_go(load: Load) -> None:
    """Drop the bytes of a load that has ended, unless another load needs them too."""
    sha256 = load.content_id
    if sha256 is None:
        return
    _locked(sha256)
    Load.objects.filter(pk=load.pk).update(content=None)
    if not Load.objects.filter(content_id=sha256).exists():
        Content(sha256=sha256).delete()


def _locked(sha256: str) -> bool:
    rows = Content.objects.select_for_update().filter(pk=sha256)
    return rows.values_list("pk", flat=True).first() is not None

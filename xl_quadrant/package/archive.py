"""The zip archive around a workbook: read with care, written with every part that did not change as it was."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import Final, NamedTuple

from deflate import deflate_compress

from xl_quadrant.errors import InvalidWorkbook

MOST_PARTS: Final = 20_000
MOST_BYTES: Final = 1 << 29
"""The most a whole workbook may unpack to."""

_STEEPEST: Final = 200
_SMALL: Final = 32 << 20
"""A part above this size that unpacks to more than 200 times its packed size is a bomb, not a sheet."""

_TOO_MUCH: Final = "unpacks to far more than a workbook holds and was not opened"
_LONGEST_SHOWN: Final = 100
_ENTRY: Final = b"PK\x01\x02"
"""What each entry of the directory begins with."""

_LEVEL: Final = 1
"""How hard parts are packed: a quarter of the time of zlib's usual 6, for sheets a sixth larger."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_STREAMED, _UNICODE = 0x08, 0x800

NO_WORKBOOK: Final = "is not an Excel workbook; give an .xlsx or .xlsm file"
DAMAGED: Final = "is damaged or cut short; fetch it again, or open it in Excel and save it anew"


class Archive:
    """
    A zip archive in memory.

    Parameters
    ----------
    content : bytes
        The whole file.
    source : str
        What an error calls it, such as its path.
    """

    def __init__(self, content: bytes, source: str) -> None:
        self.content = content
        self.source = source
        self._read: dict[str, bytes] = {}
        _refuse_other_files(content, source)
        if content.count(_ENTRY) > 2 * MOST_PARTS:
            raise InvalidWorkbook(source, None, _TOO_MUCH)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.entries = {entry.filename: entry for entry in archive.infolist()}
                count = len(archive.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OSError) as error:
            raise InvalidWorkbook(source, None, DAMAGED) from error
        if count != len({name.lower() for name in self.entries}):
            raise InvalidWorkbook(source, None, "holds two parts of one name; open it in Excel and save it anew")
        self._refuse_bombs()

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """
        Return one part, unpacked.

        Parameters
        ----------
        name : str
            Its name in the archive.

        Returns
        -------
        bytes
            What it holds.

        Raises
        ------
        InvalidWorkbook
            If it is missing or damaged.
        """
        if name not in self._read:
            if name not in self.entries:
                shown = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
                raise InvalidWorkbook(self.source, None, f"lacks its part {shown}; open it in Excel and save it anew")
            fields, packed = self._kept[name]
            self._read[name] = self._unpacked(fields, packed)
        return self._read[name]

    def packed(self, name: str, part: bytes) -> PackedPart:
        """
        Pack a new part, so that it can be used in any number of archives.

        Parameters
        ----------
        name : str
            The part it replaces, whose date it keeps, or a new name.
        part : bytes
            What it holds.

        Returns
        -------
        PackedPart
            Its header and its packed bytes; the same each time.
        """
        packed = bytes(deflate_compress(part, _LEVEL))
        fields = _Fields(self.entries.get(name) or _new_entry(name))
        fields.method, fields.crc = zipfile.ZIP_DEFLATED, zlib.crc32(part)
        fields.packed, fields.size = len(packed), len(part)
        return PackedPart(fields, packed)

    def replaced(self, changed: Mapping[str, bytes | PackedPart], called: Mapping[str, str] | None = None) -> bytes:
        """
        Return the archive with some parts replaced.

        Parameters
        ----------
        changed : mapping of str to bytes or PackedPart
            The new parts, by name; a name that is new is added at the end.
        called : mapping of str to str, optional
            What parts are called from now on, as far as that differs in capitals.

        Returns
        -------
        bytes
            A zip file; the other parts keep their place, date and packed bytes.
        """
        pieces: list[bytes | memoryview] = []
        directory: list[bytes] = []
        offset = 0
        names = [*self.entries, *(name for name in changed if name not in self.entries)]
        for name in names:
            new = changed.get(name)
            if isinstance(new, bytes):
                new = self.packed(name, new)
            fields, packed = new or self._kept[name]
            other = (called or {}).get(name, name)
            raw_name = fields.name if other == name else other.encode()
            header = fields.local(raw_name)
            directory.append(fields.central(offset, raw_name))
            pieces += [header, packed]
            offset += len(header) + len(packed)
        central = b"".join(directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, len(names), len(names), len(central), offset, 0)
        return b"".join([*pieces, central, end])

    @cached_property
    def _kept(self) -> dict[str, PackedPart]:
        """The header and the packed bytes of each part, as they are."""
        view = memoryview(self.content)
        kept = {}
        for name, entry in self.entries.items():
            try:
                header = _LOCAL.unpack_from(self.content, entry.header_offset)
            except struct.error as error:
                raise InvalidWorkbook(self.source, None, DAMAGED) from error
            start = entry.header_offset + _LOCAL.size + header[-2] + header[-1]
            kept[name] = PackedPart(_Fields(entry), view[start : start + entry.compress_size])
        return kept

    def _unpacked(self, fields: _Fields, packed: bytes | memoryview) -> bytes:
        """Return what a part holds; never more than the directory says."""
        try:
            if fields.method == zipfile.ZIP_STORED:
                part = bytes(packed)
            else:
                part = zlib.decompressobj(-15).decompress(packed, fields.size + 1)
        except zlib.error as error:
            raise InvalidWorkbook(self.source, None, DAMAGED) from error
        if len(part) != fields.size or zlib.crc32(part) != fields.crc:
            raise InvalidWorkbook(self.source, None, DAMAGED)
        return part

    def _refuse_bombs(self) -> None:
        """Refuse an archive that unpacks to what no workbook holds, or that cannot be unpacked."""
        entries = self.entries.values()
        if any(entry.flag_bits & 1 for entry in entries):
            raise InvalidWorkbook(self.source, None, "is protected with a password; save it without one")
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise InvalidWorkbook(self.source, None, "is packed in a way Excel does not use; save it anew in Excel")
        steep = any(e.file_size > _SMALL and e.file_size > _STEEPEST * e.compress_size for e in entries)
        overlapping = sum(entry.compress_size for entry in entries) > len(self.content)
        if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_BYTES or steep or overlapping:
            raise InvalidWorkbook(self.source, None, _TOO_MUCH)


def _new_entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a part that was not there, the same on every system."""
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.CRC = 0, 0
    return entry


class _Fields:
    """What the headers of one part say of it."""

    __slots__ = ("attributes", "crc", "flags", "made_by", "method", "moment", "name", "packed", "size", "version")

    def __init__(self, entry: zipfile.ZipInfo) -> None:
        year, month, day, hour, minute, second = entry.date_time
        self.moment = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
        self.version = max(entry.extract_version, 20)
        self.made_by = entry.create_system << 8 | entry.create_version
        self.flags = entry.flag_bits & ~_STREAMED
        self.method, self.crc = entry.compress_type, entry.CRC
        self.packed, self.size = entry.compress_size, entry.file_size
        self.attributes = (entry.internal_attr, entry.external_attr)
        try:
            self.name = entry.orig_filename.encode("utf-8" if self.flags & _UNICODE else "cp437")
        except UnicodeEncodeError:
            self.name, self.flags = entry.orig_filename.encode(), self.flags | _UNICODE

    def local(self, name: bytes) -> bytes:
        """Return the header that stands before the part."""
        head = (b"PK\x03\x04", self.version, self.flags, self.method, *self.moment)
        return _LOCAL.pack(*head, self.crc, self.packed, self.size, len(name), 0) + name

    def central(self, offset: int, name: bytes) -> bytes:
        """Return the entry of the directory at the end."""
        head = (_ENTRY, self.made_by, self.version, self.flags, self.method, *self.moment)
        sizes = (self.crc, self.packed, self.size, len(name), 0, 0, 0)
        return _CENTRAL.pack(*head, *sizes, *self.attributes, offset) + name


class PackedPart(NamedTuple):
    """A part as it stands in an archive: what its headers say of it, and its packed bytes."""

    fields: _Fields
    packed: bytes | memoryview


def _refuse_other_files(content: bytes, source: str) -> None:
    """Refuse what is plainly no zip archive, each kind with its own advice."""
    if not content:
        raise InvalidWorkbook(source, None, "is empty; it was never written, or not fetched whole")
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise InvalidWorkbook(
            source, None, "is protected with a password, or an old .xls; save it in Excel as .xlsx without a password"
        )
    if content[:2] != b"PK":
        raise InvalidWorkbook(source, None, NO_WORKBOOK)

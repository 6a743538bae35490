"""Nosograph from Python: the C library libnoso through ctypes, nothing else.

    import nosograph
    with nosograph.Engine("heel-pain.noso") as engine:
        answer = engine.assess({"age": {"years": 45}, "present": ["first-step-pain"]}, as_of="2026-01-31")

An engine never changes; threads may share it. The interpreter lock is free during every call. The shared library is found by
the system's loader, or at $NOSOGRAPH_LIBRARY.
"""
from __future__ import annotations

import ctypes
import json
import os
from typing import Any, Dict, List, Optional, Sequence, Union

__all__ = ["Engine", "Refused", "Diagnostic", "version", "abi_version"]

Json = Dict[str, Any]
Diagnostic = Dict[str, Union[str, int]]

_ABI_VERSION = 0
_OK, _BAD_ARGUMENT, _BAD_INPUT, _OUT_OF_MEMORY = range(4)


class Refused(ValueError):
    """What was given is refused; `diagnostics` say where, why and what to do, `status` is that of noso.h."""

    def __init__(self, status: int, diagnostics: Sequence[Diagnostic]) -> None:
        self.status = status
        self.diagnostics: List[Diagnostic] = list(diagnostics)
        super().__init__("; ".join(f"{d['code']}: {d['message']}; {d['help']}" for d in self.diagnostics)
                         or f"status {status}")


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ.get("NOSOGRAPH_LIBRARY", f"libnoso.so.{_ABI_VERSION}"))
    text, size, handle = ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p
    out = ctypes.POINTER(ctypes.c_void_p)
    library.noso_abi_version.restype = ctypes.c_int
    library.noso_version.restype = ctypes.c_char_p
    library.noso_open.argtypes = [text, size, text, size, out, out]
    library.noso_close.argtypes, library.noso_close.restype = [handle], None
    library.noso_knowledge.argtypes = [handle, out]
    library.noso_assess.argtypes = [handle, text, size, text, size, out]
    library.noso_search.argtypes = [handle, text, size, text, size, out]
    library.noso_text_data.argtypes, library.noso_text_data.restype = [handle], ctypes.c_void_p
    library.noso_text_size.argtypes, library.noso_text_size.restype = [handle], ctypes.c_size_t
    library.noso_text_free.argtypes, library.noso_text_free.restype = [handle], None
    if library.noso_abi_version() != _ABI_VERSION:
        raise ImportError(f"libnoso has ABI {library.noso_abi_version()}, this module needs {_ABI_VERSION}")
    return library


_library = _load()


def version() -> str:
    """Version of the library, major.minor.patch."""
    return str(_library.noso_version().decode())


def abi_version() -> int:
    return int(_library.noso_abi_version())


def _take(status: int, text: ctypes.c_void_p) -> Json:
    """The result, or the exception that the status stands for; frees the text."""
    try:
        data = ctypes.string_at(_library.noso_text_data(text), _library.noso_text_size(text)).decode()
    finally:
        _library.noso_text_free(text)
    if status == _OK:
        result: Json = json.loads(data)
        return result
    if status == _OUT_OF_MEMORY:
        raise MemoryError("libnoso has no memory for this call")
    raise Refused(status, json.loads(data)["diagnostics"] if data else [])


def _options(**given: Any) -> bytes:
    return json.dumps({name: value for name, value in given.items() if value is not None}).encode()


class Engine:
    """Knowledge opened once. Close it, or use it in a `with`, when the last call has returned."""

    def __init__(self, path: Union[str, "os.PathLike[str]"], *, trusted_keys: Optional[str] = None) -> None:
        """`trusted_keys`: a PEM file; the knowledge must then be signed by one of them. Raises Refused."""
        self._handle: Optional[ctypes.c_void_p] = None
        handle, text = ctypes.c_void_p(), ctypes.c_void_p()
        name, options = os.fsencode(path), _options(trusted_keys=trusted_keys)
        status = _library.noso_open(name, len(name), options, len(options), ctypes.byref(handle), ctypes.byref(text))
        self.knowledge: Json = _take(status, text)
        self._handle = handle

    def assess(self, case: Union[Json, str, bytes], *, as_of: Optional[str] = None, before: Optional[Json] = None,
               condition: Optional[str] = None, max_conditions: Optional[int] = None,
               max_questions: Optional[int] = None, max_advice: Optional[int] = None,
               budget_ms: Optional[float] = None) -> Json:
        """The answer to a case: a mapping, or JSON text. Raises Refused."""
        told = case if isinstance(case, bytes) else (case if isinstance(case, str) else json.dumps(case)).encode()
        return self._call(_library.noso_assess, told, _options(
            as_of=as_of, before=before, condition=condition, max_conditions=max_conditions,
            max_questions=max_questions, max_advice=max_advice, budget_ms=budget_ms))

    def search(self, query: str, *, kind: Optional[str] = None, limit: Optional[int] = None) -> List[Json]:
        """Concepts by any of their names, best first. Raises Refused."""
        results: List[Json] = self._call(_library.noso_search, query.encode(),
                                         _options(kind=kind, limit=limit))["results"]
        return results

    def close(self) -> None:
        handle, self._handle = self._handle, None
        _library.noso_close(handle)

    def _call(self, function: Any, given: bytes, options: bytes) -> Json:
        text = ctypes.c_void_p()
        status = function(self._handle, given, len(given), options, len(options), ctypes.byref(text))
        return _take(status, text)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

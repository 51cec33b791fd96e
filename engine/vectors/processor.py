"""Code for the processor at hand, made by LLVM in a thread of its own.

Whoever asks goes on without until it is ready: making takes tenths of a second, and holds up no
other thread. Without llvmlite, or where it refuses, it never is.
"""

from __future__ import annotations

import ctypes
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

Run = Callable[[int, int, int, int, int], int]
"""The addresses of slots, numbers and scratch memory (or the number of rows), and the people
from … to; whether some result is no ordinary amount."""

KEPT = 400
"""Codes kept, those used last."""


class Processor:
    """Codes that were made, by their text."""

    def __init__(self) -> None:
        self._codes: OrderedDict[str, Future[Made]] = OrderedDict()
        self._lock = threading.Lock()

    def code(self, text: str, *, in_loops: bool = False) -> Future[Made]:
        """The code of a text: its making is begun where it was not. Of loops over one person after
        the other LLVM makes what works out several at a time, where it can; other texts have that
        already."""
        with self._lock:
            if text not in self._codes:
                self._codes[text] = _maker().submit(Made, text, in_loops)
                while len(self._codes) > KEPT:
                    self._codes.popitem(last=False)
            self._codes.move_to_end(text)
            return self._codes[text]

    def ready(self, text: str, *, in_loops: bool = False) -> Made | None:
        """The code of a text where it can be run now; else its making is begun."""
        if not has_llvm():
            return None
        code = self.code(text, in_loops=in_loops)
        return code.result() if code.done() and code.exception() is None else None

    def __len__(self) -> int:
        return len(self._codes)

    def wait(self) -> None:
        """Waits until all that was asked for is made."""
        with self._lock:
            waiting = list(self._codes.values())
        for code in waiting:
            code.exception()


_HEAD = object.__basicsize__
"""Bytes with which every object begins; of an array, its address comes next."""


def address(array: np.ndarray[Any, Any]) -> int:
    """Where an array begins in memory, as code takes it; whoever asks holds it while code runs."""
    # In a tenth of the time in which an array describes itself.
    return ctypes.c_size_t.from_address(id(array) + _HEAD).value


PROCESSOR = Processor()
"""The codes of this process."""


class Made:
    """Code that can be run; what LLVM holds of it lives as long as this does."""

    def __init__(self, text: str, in_loops: bool) -> None:
        made_by, machine = _llvm(), _target_machine()
        module = made_by.parse_assembly(text)
        module.verify()
        options = made_by.create_pipeline_tuning_options(speed_level=2)
        options.slp_vectorization = options.loop_unrolling = options.loop_interleaving = False
        options.loop_vectorization = in_loops
        builder = made_by.create_pass_builder(machine, options)
        if in_loops:
            manager = builder.getModulePassManager()
        else:
            manager = made_by.create_new_module_pass_manager()
            manager.add_sroa_pass()
            manager.add_instruction_combine_pass()
            manager.add_simplify_cfg_pass()
        manager.run(module, builder)
        self._engine = made_by.create_mcjit_compiler(module, _target_machine())
        self._engine.finalize_object()
        signature = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 5)
        self.run: Run = signature(self._engine.get_function_address("run"))


@cache
def has_llvm() -> bool:
    """Whether the package is there of which code is made."""
    return find_spec("llvmlite") is not None


@cache
def _llvm() -> Any:
    """The package, imported where the first code is made."""
    import llvmlite.binding

    llvmlite.binding.initialize_native_target()
    llvmlite.binding.initialize_native_asmprinter()
    return llvmlite.binding


def _target_machine() -> Any:
    made_by = _llvm()
    return made_by.Target.from_default_triple().create_target_machine(
        cpu=made_by.get_host_cpu_name(),
        features=made_by.get_host_cpu_features().flatten(),
        opt=2,
        jit=True,
    )


@cache
def _maker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="paycurve-code")

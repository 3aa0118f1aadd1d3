"""A network becomes an exported program: three ways, the most faithful first.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import copy
import dataclasses
import inspect
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import torch

from ..sentence import say
from .exporter import attempt
from .failure import Failure, InputFailure, describe, locate
from .frames import with_own_lines
from .keywords import placed, take_by_place
from .other_sizes import size_that_runs
from .remedies import remedy_for_input, remedy_for_run

if TYPE_CHECKING:
    Inputs = tuple[torch.Tensor, ...]
_STUBS = {"QuantStub": "quant", "DeQuantStub": "dequant"}
_SIZE = "a data-dependent size"
_CONTAINERS = (dict, list, set, OrderedDict)


def make_inputs(specs: list[dict[str, Any]]) -> Inputs:
    """Make one tensor per spec: noise for floats, zeros for integers.

    Raises:
        Failure: a dtype is unknown, or an input does not fit into memory.
    """
    made = []
    for spec in specs:
        dtype = getattr(torch, spec["dtype"], None)
        if not isinstance(dtype, torch.dtype):
            raise Failure(
                say("{spec} is no dtype of torch; try float32.", spec=spec["dtype"])
            )
        made.append(_make_input(tuple(spec["shape"]), dtype))
    return tuple(made)


def in_order(
    model: torch.nn.Module, specs: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Put named inputs in the order `forward` takes them; unnamed ones keep theirs.

    Raises:
        Failure: the network has no input of such a name, or only some are named.
    """
    given = [spec["name"] for spec in specs if spec["name"]]
    if not given:
        return specs
    parameters = placed(model.forward)
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return specs
    known = [each.name for each in parameters]
    for name in given:
        if name not in known:
            raise Failure(
                say(
                    "The network has no input {name}; it takes {known}.",
                    name=name,
                    known=", ".join(known),
                )
            )
    if len(given) < len(specs) or len(set(given)) < len(given):
        raise Failure(
            say(
                "Name every input once, or none: {option}.",
                option=say("--input NAME=1x3x512x1024"),
            )
        )
    return sorted(specs, key=lambda spec: known.index(spec["name"]))


def export(model: torch.nn.Module, inputs: Inputs) -> tuple[Any, list[str]]:
    """Export without strictness, else strictly, else with this input's values.

    Gives the program and what the user should know about it.

    Raises:
        Failure: the network does not run on such inputs, or cannot be exported.
    """
    take_by_place(model)
    _check_call(model, inputs)
    _keep_stubs(model)
    _return_flat_tensors(model)
    notes: list[str] = []
    put_back = _remembering(model)
    with torch.no_grad():
        program, error = _try(lambda: _torch_export(model, inputs, strict=False))
        put_back()
        if error is not None:
            notes = _make_it_run(model, inputs)
        if notes:
            put_back = _remembering(model)
            program, error = _try(lambda: _torch_export(model, inputs, strict=False))
            put_back()
        if error is None:
            return program, notes
        program, later = _try(lambda: _export_strictly(model, inputs))
        put_back()
        if later is None:
            return program, notes
        program, later = _try(lambda: _export_values(model, inputs))
    if later is not None:
        raise Failure(
            say(
                "The network runs but cannot be exported: {reason}.",
                reason=reason_of(error),
            )
        )
    return program, [*notes, _choices_made(error)]


def _remembering(model: torch.nn.Module) -> Callable[[], None]:
    """Remember what all modules hold; gives what puts it back.

    A network that keeps what it has made (anchors, positions) would otherwise keep the
    tensors without values of a try to export it, and fail in the next one.
    """
    kept = [(module, _held(vars(module))) for module in model.modules()]

    def put_back() -> None:
        for module, held in kept:
            vars(module).clear()
            vars(module).update(_held(held))

    return put_back


def _held(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes and what lies in their containers, in containers of its own."""
    return {
        name: copy.copy(value) if type(value) in _CONTAINERS else value
        for name, value in attributes.items()
    }


def _choices_made(error: BaseException) -> str:
    """Warn that the graph is the record of one run, since exporting failed so."""
    reason = reason_of(error)
    if _decides(error):
        who = say("The network decides in Python by the values of a tensor")
        return say(
            "{who}; the graph holds what one random input decided, other inputs may "
            "need another graph.",
            who=_at(who, locate(error)),
        )
    return say(
        "The graph is the record of a run on one random input, for the "
        "network cannot be exported otherwise ({reason}); where it decides "
        "by values, other inputs may need another graph.",
        reason=reason,
    )


def _make_input(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    make = torch.rand if dtype.is_floating_point else torch.zeros
    try:
        return make(shape, dtype=dtype)
    except RuntimeError as error:
        size = "×".join(map(str, shape))
        raise Failure(
            say(
                "An input of {size} does not fit into memory; give a smaller one.",
                size=size,
            )
        ) from error


def _export_strictly(model: torch.nn.Module, inputs: Inputs) -> Any:
    """Export through the bytecode, which may freeze a value it could not follow."""
    program = _torch_export(model, inputs, strict=True)
    own = {name for name, _ in (*model.named_parameters(), *model.named_buffers())}
    if any(name.rpartition("__self__.")[2] not in own for name in program.constants):
        _check_generality(model, program.module(), inputs)
    return program


def _export_values(model: torch.nn.Module, inputs: Inputs) -> Any:
    """Record what the network computes for these values, branches decided."""
    from .value_tracing import copy_provenance, trace_values

    traced = trace_values(model, inputs)
    _check_generality(model, traced, inputs)
    program = _torch_export(traced, inputs, strict=False)
    copy_provenance(traced, program)
    return program


def _check_generality(
    model: torch.nn.Module, traced: torch.nn.Module, inputs: Inputs
) -> None:
    """Try a second input: a graph that froze the first one's values is no graph."""
    others = [torch.rand_like(t) if t.is_floating_point() else t for t in inputs]
    for expected, found in zip(model(*others), traced(*others)):  # noqa: B905 (3.8)
        allowed = (
            1e-5 * float(expected.float().abs().amax()) if expected.numel() else 0.0
        )
        if not torch.allclose(expected.float(), found.float(), 1e-4, allowed):
            raise ValueError("another input needs another graph")


def _torch_export(model: torch.nn.Module, inputs: Inputs, strict: bool) -> Any:
    known = inspect.signature(torch.export.export).parameters
    options: dict[str, Any] = {"strict": strict} if "strict" in known else {}
    program = with_own_lines(lambda: torch.export.export(model, inputs, **options))
    nodes = program.graph.nodes
    if any(_is_number_work(each.target) or is_read_as_number(each) for each in nodes):
        raise ValueError(f"a data-dependent number is computed with{_where(program)}")
    return program


def _where(program: Any) -> str:
    """Tell which of the user's lines first made a size that depends on values."""
    for node in program.graph.nodes:
        if has_open_size(node.meta.get("val")):
            lines = str(node.meta.get("stack_trace", "")).strip().splitlines()
            places = re.findall(r'File "(.+)", line (\d+)', "\n".join(lines))
            at = "{}:{}".format(*places[-1]) if places else ""
            return f": {_SIZE}, at {at} ({lines[-1].strip()})" if at else f": {_SIZE}"
    return ""


def has_open_size(value: Any) -> bool:
    """Whether a tensor's shape is not known before the network runs."""
    sizes = value.shape if isinstance(value, torch.Tensor) else ()
    return any(not isinstance(size, int) for size in sizes)


def is_read_as_number(node: Any) -> bool:
    """Whether a number is taken out of a tensor where no tensor could stand for it."""
    if str(node.target) != "aten.item.default":
        return False
    for user in node.users:
        arguments = getattr(getattr(user.target, "_schema", None), "arguments", ())
        types = {each.name: str(each.type) for each in arguments}
        given = {**dict(zip(types, user.args)), **user.kwargs}  # noqa: B905 (3.8)
        if not any(v is node and types[k] == "Tensor" for k, v in given.items()):
            return True
    return False


def _is_number_work(target: Any) -> bool:
    """Whether Python's own arithmetic is called on what a tensor holds."""
    own = getattr(target, "__module__", "") in ("_operator", "math", "builtins")
    return own and getattr(target, "__name__", "") != "getitem"


def _keep_stubs(model: torch.nn.Module) -> None:
    """Let quantization stubs, which do nothing in float, leave a node behind."""
    for module in model.modules():
        name = _STUBS.get(type(module).__name__)
        if name is not None:
            from . import operators  # noqa: F401  (registers them)

            module.forward = getattr(torch.ops.npu, name)


def _return_flat_tensors(model: torch.nn.Module) -> None:
    """Return only tensors, so that no output type of the user's need be stored."""
    forward = model.forward

    def flat(*arguments: Any, **keywords: Any) -> tuple[torch.Tensor, ...]:
        found = tuple(_tensors(forward(*arguments, **keywords)))
        if not found:
            raise Failure(say("The network returns no tensor, so there is no graph."))
        return found

    flat.__signature__ = inspect.signature(forward)  # type: ignore[attr-defined]
    model.forward = flat


def _tensors(value: Any) -> list[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, f.name) for f in dataclasses.fields(value)]
    else:
        parts = []
    return [tensor for part in parts for tensor in _tensors(part)]


def _check_call(model: torch.nn.Module, inputs: Inputs) -> None:
    signature = inspect.signature(model.forward)
    try:
        signature.bind(*inputs)
    except TypeError as error:
        raise Failure(
            say(
                "{name}.forward{signature} does not take {count} input(s): "
                "{error}; give one input shape per tensor it takes.",
                name=type(model).__name__,
                signature=signature,
                count=len(inputs),
                error=error,
            )
        ) from error


def _make_it_run(model: torch.nn.Module, inputs: Inputs) -> list[str]:
    """Run the network once, with float32 weights if it needs them for the input.

    Gives what there is to say of it.

    Raises:
        Failure: the network cannot take such an input.
    """
    try:
        _run_once(model, inputs)
    except Failure:
        kinds = {each.dtype for each in model.parameters() if each.is_floating_point()}
        others = sorted(str(kind)[6:] for kind in kinds - {torch.float32})
        taken = {each.dtype for each in inputs if each.is_floating_point()}
        if not others or taken != {torch.float32}:
            raise
        model.float()
        _run_once(model, inputs)
        return [
            say(
                "The weights are {others} and the input is float32: they were "
                "converted to float32; give the input as SHAPE:{first} "
                "to keep them.",
                others=" and ".join(others),
                first=others[0],
            )
        ]
    return []


def _run_once(model: torch.nn.Module, inputs: Inputs) -> None:
    """Tell an input the network cannot take from a network that cannot be traced."""
    try:
        trial = copy.deepcopy(model)
    except (TypeError, RuntimeError, ValueError):
        trial = model
    _, error = _try(lambda: trial(*inputs))
    if error is not None:
        shapes = ", ".join("×".join(map(str, tensor.shape)) for tensor in inputs)
        raise InputFailure(
            say(
                "The network does not run on an input of {shapes}: {error}; {remedy}.",
                shapes=shapes,
                error=describe(error),
                remedy=remedy_for_run(error) or _other_input(model, inputs, error),
            )
        ) from error


def _other_input(model: torch.nn.Module, inputs: Inputs, error: BaseException) -> str:
    size = size_that_runs(model, inputs, _remembering(model))
    if size:
        return say("it runs on {size}, so give an input of that size", size=size)
    return remedy_for_input(error)


def _try(action: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    result, error = attempt(action)
    if isinstance(error, Failure):
        raise error
    return result, error


def reason_of(error: BaseException) -> str:
    """Say why a network cannot be traced, in plain words where there are some."""
    text = f"{type(error).__name__} {error}"
    if _SIZE in text:
        _, _, at = text.partition(_SIZE)
        place = at.strip().partition(", at ")[2] or locate(error)
        return _at(say("the size of a tensor depends on values"), place)
    if _decides(error):
        words = say("it decides in Python by the values of a tensor")
        return _at(words, locate(error))
    return describe(error)


def _decides(error: BaseException) -> bool:
    text = f"{type(error).__name__} {error}"
    named = "data-dependent" in text or "DataDependent" in type(error).__name__
    return named and _SIZE not in text


def _at(words: str, place: str) -> str:
    return say("{words}, at {place}", words=words, place=place) if place else words

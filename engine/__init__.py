"""NPU Studio's engine: takes a trained PyTorch network to an NPU. No window here.

The straight line, once from top to bottom:

    open_model(source)                        -> Steps[Opened]       opening/
    summarize(model)                          -> GraphInfo           opening/summary
    diagnose(model, profile)                  -> [Diagnostic]        targets/
    apply_edit(model, edit)                   -> model               rewriting/
    calibrate(model, profile, batches)        -> Steps[Calibration]  quantization/
    solve(calibration, prepared, profile)     -> QTable              quantization/
    execute(prepared, table, mode, inputs)    -> tensors             quantization/
    compare(prepared, table, items)           -> Steps[Comparison]   comparison/
    toolchain.compile(request)                -> Steps[CompileResult]  toolchains/

A model is a `torch.fx.GraphModule` of ATen ops (opening/graph tells its normal form).
No stage changes its arguments: a model is copied by copying its graph and sharing its
weights, and a weight is never written. `Document` holds an open model with the edits
made to it; `Project` is the file; `workflow` runs the line for a project, for the
window and the command line alike. Every result carries the digest of what it was
made from, so a stale one shows.
"""

"""From a patch to a running program: checks, layout, source, kernels, instances."""

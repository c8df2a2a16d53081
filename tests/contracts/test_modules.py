"""Every module of the catalogue keeps the module contract."""

import pytest
from module_bench import Bench, bench_of
from module_suite import ModuleSuite

from auralis.engine import kernel_source
from auralis.engine.kernels import Kernels


@pytest.fixture(scope="module", params=kernel_source.available())
def bench(request: pytest.FixtureRequest, kernels: Kernels) -> Bench:
    return bench_of(request.param, kernels)


class TestModules(ModuleSuite):
    pass

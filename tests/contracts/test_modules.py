"""Every module of the catalogue keeps the module contract."""

import pytest

from auralis.engine.compiler import kernel_source
from auralis.engine.compiler.kernels import Kernels
from tests.contracts.module_bench import Bench, bench_of
from tests.contracts.module_suite import ModuleSuite


@pytest.fixture(scope="module", params=kernel_source.available())
def bench(request: pytest.FixtureRequest, kernels: Kernels) -> Bench:
    return bench_of(request.param, kernels)


class TestModules(ModuleSuite):
    pass

"""Processes that end, or stop."""

import asyncio
import signal
from typing import Final

from benchmarks.faults.scene import Scene

STOPPED_S: Final = 5.0


async def worker_killed(scene: Scene) -> str:
    """Kill what renders."""
    scene.served.send(signal.SIGKILL, scene.served.worker)
    return "the spare takes over"


async def both_killed(scene: Scene) -> str:
    """Kill the spare, and then what renders: nobody is there to take over."""
    spare, worker = scene.served.spare, scene.served.worker
    scene.served.send(signal.SIGKILL, spare)
    scene.served.send(signal.SIGKILL, worker)
    return "a new worker starts, loads and takes over"


async def spare_killed(scene: Scene) -> str:
    """Kill the spare alone."""
    scene.served.send(signal.SIGKILL, scene.served.spare)
    return "another one is started"


async def worker_stopped(scene: Scene) -> str:
    """Stop what renders for some seconds."""
    worker = scene.served.worker
    scene.served.send(signal.SIGSTOP, worker)
    await asyncio.sleep(STOPPED_S)
    replaced = scene.served.worker != worker
    return "it is replaced" if replaced else "it is NOT replaced"


async def server_stopped(scene: Scene) -> str:
    """Stop the server for some seconds, as a machine that is suspended does."""
    scene.served.send(signal.SIGSTOP)
    await asyncio.sleep(STOPPED_S)
    scene.served.send(signal.SIGCONT)
    return "it goes on with what is due by then"


async def server_killed(scene: Scene) -> str:
    """Kill the server, and start it again."""
    scene.served.send(signal.SIGKILL)
    scene.served.gone()
    begun = asyncio.get_running_loop().time()
    await scene.served.start()
    return f"ready again after {asyncio.get_running_loop().time() - begun:.1f} s"

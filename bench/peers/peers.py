"""The peers: how each is called, and what it runs in. sklearn is what the others are compared with."""
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import shapes

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LLOYD = [str(HERE / "Lloyd/bin/Release/net10.0/Lloyd.Peer")]
MLNET = [str(HERE / "MlNet/bin/Release/net10.0/MlNet.Peer")]
SKLEARN = [sys.executable, str(HERE / "sklearn_peer.py")]
FAISS = [sys.executable, str(HERE / "faiss_peer.py")]


@dataclass(frozen=True)
class Peer:
    title: str
    command: list[str]
    more: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    converges: bool = True          # whether it runs until no label changes: FAISS and ML.NET cannot, elkan takes hours
    takes_start: bool = True        # whether it begins from the same initial centroids


PEERS = {
    "sklearn": Peer("scikit-learn lloyd", SKLEARN, ["lloyd"]),
    "lloyd": Peer("Lloyd", LLOYD, ["file"]),
    "lloyd-f64": Peer("Lloyd float64", LLOYD, ["f64"]),
    "sklearn-elkan": Peer("scikit-learn elkan", SKLEARN, ["elkan"], converges=False),
    "faiss": Peer("FAISS", FAISS, [], {"OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "ACTIVE"}, converges=False),
    "mlnet": Peer("ML.NET", MLNET, converges=False, takes_start=False),
}

SEEDINGS = {
    "sklearn": Peer("scikit-learn", SKLEARN, ["k-means++"]),
    "lloyd": Peer("Lloyd", LLOYD, ["k-means++"]),
}


def environment(threads):
    """This one's, without settings that would hold a peer back: OpenBLAS finds the processor itself, and Lloyd its
    algorithm."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("OPENBLAS_", "OMP_", "LLOYD_", "DOTNET_Tier", "DOTNET_Enable"))}
    return kept | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


def fit(peer, shape, iterations, threads, seconds, more=()):
    """The answer of one process of the peer, which fits again until so many seconds are spent."""
    points, init = shapes.paths(shape)
    call = [*peer.command, str(points), str(init), str(iterations), "0", str(threads), str(seconds), *peer.more, *more]
    done = subprocess.run(call, env=environment(threads) | peer.environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)

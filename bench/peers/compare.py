"""Runs the peers in turn and reports; see --help."""
import argparse
import os
import subprocess
import sys

# Before NumPy loads: the environment may have set OpenBLAS to an older processor's kernels.
for name in [name for name in os.environ if name.startswith("OPENBLAS_")]:
    del os.environ[name]

import command
import document
import report
import shapes
from peers import PEERS, SEEDINGS, fit

PARTS = {
    "20": "20 iterations from the same start",
    "convergence": "until no label changes, at most 300 iterations",
    "seeding": "seeding by k-means++",
    "command": "from CSV on disk to labels on disk",
}


versions = {}       # what has run, in order


def arguments():
    parser = argparse.ArgumentParser(
        prog="run", description="Lloyd beside scikit-learn, FAISS and ML.NET: same points in memory, same start, same "
        "stop, in interleaved rounds. With no selection it writes docs/benchmarks/<processor>.md, after every part; with "
        "one it only prints.")
    parser.add_argument("--shapes", type=names_of(shapes.SHAPES), help="of " + ",".join(shapes.SHAPES))
    parser.add_argument("--peers", type=names_of(PEERS), help="of " + ",".join(PEERS))
    parser.add_argument("--parts", type=names_of(PARTS), help="of " + ",".join(PARTS))
    parser.add_argument("--algorithm", help="Lloyd's --algorithm, forced")
    parser.add_argument("--rounds", type=int, default=3, help="how often every peer has its turn (3)")
    parser.add_argument("--seconds", type=float, default=2, help="a process fits again until these are spent (2)")
    parser.add_argument("--patience", type=float, default=20,
                        help="a peer whose fit takes longer than these seconds has one turn only (20)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of every peer (every core)")
    parser.add_argument("--slow-seeding", action="store_true", help="k-means++ on W5 too, where scikit-learn takes minutes")
    return parser.parse_args()


def names_of(known):
    def parse(text):
        names = text.split(",")
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
        return names
    return parse


def rounds(options, part, shape, peers, iterations):
    """Every peer's turns at one shape: A, B, C, A, B, C, … as a list of answers for each peer."""
    answers = {name: [] for name in peers}
    for turn in range(options.rounds):
        for name, peer in peers.items():
            if answers[name] and report.typical(answers[name][-1]) > options.patience:
                continue
            forced = [options.algorithm] if options.algorithm and name.startswith("lloyd") else []
            try:
                answer = fit(peer, shape, iterations, options.threads, options.seconds, forced)
            except subprocess.CalledProcessError as failure:
                print(f"{shape}, {peer.title}: failed with {failure.returncode}", file=sys.stderr)
                continue
            answers[name].append(answer)
            versions[answer["version"]] = None
            print(f"{PARTS[part]}: {shape}, round {turn + 1} of {options.rounds}, {peer.title}: "
                  f"{report.seconds(report.typical(answer))}", file=sys.stderr, flush=True)
    return answers


def fits(options, part, iterations):
    peers = {name: PEERS[name] for name in options.peers or PEERS if part == "20" or PEERS[name].converges}
    return {shape: rounds(options, part, shape, peers, iterations) for shape in options.shapes or shapes.SHAPES}


def seeding(options):
    peers = {name: peer for name, peer in SEEDINGS.items() if not options.peers or name in options.peers}
    chosen = options.shapes or (["W3", "W5"] if options.slow_seeding else ["W3"])
    return {shape: rounds(options, "seeding", shape, peers, 1) for shape in chosen}


def main():
    options = arguments()
    options.load = os.getloadavg()
    parts = options.parts or list(PARTS)
    selected = options.shapes or options.peers or options.parts or options.algorithm
    # In a process of its own: a child's peak memory counts from that of the process that starts it.
    subprocess.run([sys.executable, "shapes.py", *(options.shapes or [])], check=True)
    text, right = [], True
    for part in parts:
        text += ["", f"## {PARTS[part][0].upper()}{PARTS[part][1:]}"]
        if part == "20":
            answers = fits(options, part, 20)
            text += report.fits(answers, "20 iterations") + report.truth(answers)
            right = report.matches(answers)
        elif part == "convergence":
            text += report.fits(fits(options, part, 300), "convergence")
        elif part == "seeding":
            text += report.seeding(seeding(options))
        else:
            text += report.command(*command.compare(options.rounds, options.threads))
        if not selected:
            print(f"wrote {document.write(text, list(versions), options)}")
    if selected:
        print("\n".join(text))
    if not right:
        sys.exit("Lloyd's inertia is not the known one")


main()

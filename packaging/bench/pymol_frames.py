"""Times PyMOL's own drawing of a structure: `pymol -qxi pymol_frames.py -- FILE`.

One line for each representation: processor milliseconds a frame (median) and frames a second.
"""
import resource
import sys
import time

from pymol import cmd


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def frames(show, seconds=3.0, least=3):
    cmd.hide("everything")
    cmd.show(show)
    cmd.draw()
    cmd.refresh()
    spent, begin = [], time.time()
    while len(spent) < least or time.time() - begin < seconds:
        before = cpu()
        cmd.turn("y", 3)
        cmd.refresh()
        cmd.draw()
        spent.append(cpu() - before)
    wall = time.time() - begin
    spent.sort()
    width, height = cmd.get_viewport()
    print("PyMOL %-9s %dx%d %8.2f CPU ms/frame %7.1f frames/s" % (
        show, width, height, 1e3 * spent[len(spent) // 2], len(spent) / wall), flush=True)


began = time.time()
cmd.load(sys.argv[-1])
cmd.orient()
print("PyMOL load %.2f s, %d atoms" % (time.time() - began, cmd.count_atoms()), flush=True)
for name in ("lines", "sticks", "spheres"):
    frames(name)
cmd.quit()

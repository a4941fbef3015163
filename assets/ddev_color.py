"""Run ddev's command line with colors in all of its commands.

The older ones print their colors only to a terminal, whatever `FORCE_COLOR` says; the color is what
tells an error from other text.
"""

import sys


def main():
    try:
        from datadog_checks.dev.tooling.commands import console

        console.set_color(True)
    except Exception:
        # Another ddev may have it elsewhere: then its text is read without colors.
        pass

    from ddev.cli import main as ddev

    sys.argv[0] = 'ddev'
    sys.exit(ddev())


main()

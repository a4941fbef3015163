"""Look at what the contributor shows: run a command once. The argument names a JSON request; the result goes
to the file that the request names."""

import json
import os
import subprocess
import sys

LARGEST = 8 * 1024 * 1024


def run(argv):
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True)
    except OSError as e:
        return {'error': os.strerror(e.errno) if e.errno else str(e)}
    except ValueError as e:
        return {'error': str(e)}
    if len(done.stdout) > LARGEST:
        return {'error': 'it prints more than 8 MB'}
    try:
        out = done.stdout.decode('utf-8')
    except UnicodeDecodeError:
        return {'error': 'it prints bytes that are not UTF-8 text'}
    return {'stdout': out, 'stderr': done.stderr[:LARGEST].decode('utf-8', 'replace'), 'code': done.returncode}


def main():
    with open(sys.argv[1], encoding='utf-8') as f:
        request = json.load(f)
    result = run(request['command'])
    with open(request['output'], 'w', encoding='utf-8') as f:
        json.dump(result, f)


main()

"""Look at what the contributor shows: run a command once, or queries on a database. The argument names a JSON
request; the result goes to the file that the request names."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

LARGEST = 8 * 1024 * 1024
ROWS = 100


def run(argv):
    try:
        with tempfile.TemporaryFile() as complaint:
            child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaint)
            # What prints without end is ended, not kept.
            raw = child.stdout.read(LARGEST + 1)
            if len(raw) > LARGEST:
                child.kill()
                child.wait()
                return {'error': 'it prints more than 8 MB'}
            code = child.wait()
            complaint.seek(0)
            stderr = complaint.read(LARGEST).decode('utf-8', 'replace')
    except OSError as e:
        return {'error': os.strerror(e.errno) if e.errno else str(e)}
    except ValueError as e:
        return {'error': str(e)}
    try:
        out = raw.decode('utf-8')
    except UnicodeDecodeError:
        return {'error': 'it prints bytes that are not UTF-8 text'}
    return {'stdout': out, 'stderr': stderr, 'code': code}


def database(sample, path):
    """A connection to what can be looked at: tables made of a sample, else the live file, which is only read."""
    if sample is None:
        return sqlite3.connect(pathlib.Path(path).absolute().as_uri() + '?mode=ro', uri=True)
    connection = sqlite3.connect(':memory:')
    with open(sample, encoding='utf-8') as f:
        connection.executescript(f.read())
    return connection


def query(sample, path, queries):
    """The columns of each query: name, and what its values are."""
    results = []
    try:
        connection = database(sample, path)
        connection.execute('PRAGMA schema_version')
    except sqlite3.Error as e:
        return {'error': str(e)}
    for text in queries:
        try:
            cursor = connection.execute(text)
            rows = cursor.fetchmany(ROWS)
        except (sqlite3.Error, sqlite3.Warning) as e:
            results.append({'error': str(e)})
            continue
        names = [column[0] for column in cursor.description or ()]
        columns = [{'name': name, 'values': [shown(row[n]) for row in rows]} for n, name in enumerate(names)]
        results.append({'columns': columns})
    return {'queries': results}


def shown(value):
    """Numbers as they are, the beginning of a text, nothing of other bytes."""
    if isinstance(value, str):
        return value[:200]
    return value if value is None or isinstance(value, (int, float)) else None


def main():
    with open(sys.argv[1], encoding='utf-8') as f:
        request = json.load(f)
    result = run(request['command']) if 'command' in request else query(**request['sql'])
    with open(request['output'], 'w', encoding='utf-8') as f:
        json.dump(result, f)


main()

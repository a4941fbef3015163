def text_of(output, key):
    """Return what stands after a key on its line."""
    found = re.search(rf'^[ \t]*{re.escape(key)}(?:[ \t]*[:=][ \t]*|[ \t]+)(\S.*?)\s*$', output, re.MULTILINE)
    return found and found[1]
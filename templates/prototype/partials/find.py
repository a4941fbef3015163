def find(value, place, trail=()):
    """Yield each value at a place, and the trail of keys and list indexes that leads to it."""
    if not place:
        yield value, trail
    elif place[0] is EACH:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from find(item, place[1:], (*trail, index))
    elif isinstance(value, dict) and place[0] in value:
        yield from find(value[place[0]], place[1:], (*trail, place[0]))


def look_up(value, place, trail):
    """Return the value at a place, in the same items of lists that the trail goes through."""
    try:
        for depth, step in enumerate(place):
            value = value[trail[depth] if step is EACH else step]
    except (IndexError, KeyError, TypeError):
        return None
    return value


def tags_of(answer, tag_places, trail):
    """Return the tags that the answer has a value for."""
    values = {key: look_up(answer, place, trail) for key, place in tag_places.items()}
    return [f'{key}:{value}' for key, value in values.items() if value is not None]
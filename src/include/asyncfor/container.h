/**
 * @file container.h
 * Containers: list, tuple, set and dict, as Python's standard types of these names have them.
 *
 * A container is an object, released with async_release(). What is put into one is taken, whether
 * that succeeds or fails; text, strings and bytes are copied. What is asked for in one (a key, a
 * value to find) is borrowed, and so is what async_item_at() and async_dict_get() hand out: it
 * stays until the container changes. Where a parameter is described as a value, the macro takes
 * any expression that async_value_of() takes: `async_dict_set(dict, "answer", 42)`.
 *
 * A failed call leaves the container as it was. An object that is not of the type that a function
 * is for is a TypeError: "async_list_append() argument must be list, not tuple". An object to be
 * put in that is NULL, because it could not be created, is a MemoryError: so containers can be
 * built inside each other, `async_list(1, async_tuple(2, 3))`, and looked at once.
 *
 * As an item, a result, or inside of one, a container reaches JavaScript as a copy: a list and a
 * tuple as an array, a set as a Set, a dict as a Map, or as a plain object after
 * async_dict_as_object(). What is held twice is the same object twice there, too, and a container
 * that holds itself does so there.
 *
 * Keys of dicts and items of sets are found by their hash and by equality: see async_value_hash()
 * and async_value_equal(). An unhashable one is a TypeError: "unhashable type: 'list'".
 */
#ifndef ASYNCFOR_CONTAINER_H
#define ASYNCFOR_CONTAINER_H

#include <asyncfor/each.h>
#include <asyncfor/object.h>

ASYNC__C_BEGIN

/* All containers (Library Reference, "Common Sequence Operations"). */

/** `len(container)`. @param container borrowed. @return how many items it holds; 0 for what is not
 * a container. */
size_t async_size(const async_object *container);

/**
 * `sequence[index]`, of a list or a tuple.
 * @param sequence borrowed.
 * @param index a negative one counts from the end.
 * @param item where the item goes, borrowed; none on failure.
 * @return OK, TypeError, or IndexError: "list index out of range", "tuple index out of range".
 */
async_status async_item_at(const async_object *sequence, ptrdiff_t index,
                           async_value *item) ASYNC_MUST_CHECK;

/**
 * `value in container`: by hash in a set and among the keys of a dict, by equality of one item
 * after another in any other iterable.
 * @param container borrowed. @param value a value, borrowed. @param found set to the answer.
 * @return OK; TypeError for an unhashable value, or "argument of type 'NAME' is not iterable"; or
 * what comparing raises.
 */
#define async_contains(container, value, found) \
    async__contains(container, async_value_of(value), found)
async_status async__contains(async_object *container, async_value value,
                             bool *found) ASYNC_MUST_CHECK;

/* list (Library Reference, "Lists" and "Mutable Sequence Types"). */

/** `[]`. @return new; MemoryError. */
async_owned async_list_new(void) ASYNC_MUST_CHECK;

/** `[a, b, …]` of up to 64 values, each taken: `async_list(1, "two", 3.0)`. @return new;
 * MemoryError. */
#define async_list(...) async__list(__VA_ARGS__)
#define async__list(...) async__list_of(ASYNC__COUNT(__VA_ARGS__), ASYNC__VALUES(__VA_ARGS__))
async_owned async__list_of(size_t count, const async_value *items) ASYNC_MUST_CHECK;

/** `list.append(item)`. @param list borrowed. @param item a value, taken.
 * @return OK, TypeError or MemoryError. */
#define async_list_append(list, item) async__list_append(list, async_value_of(item))
async_status async__list_append(async_object *list, async_value item) ASYNC_MUST_CHECK;

/**
 * `list.insert(index, item)`: before the item at `index`, or at the end that lies next to it.
 * @param list borrowed. @param index a negative one counts from the end. @param item a value,
 * taken.
 * @return OK, TypeError or MemoryError.
 */
#define async_list_insert(list, index, item) async__list_insert(list, index, async_value_of(item))
async_status async__list_insert(async_object *list, ptrdiff_t index,
                                async_value item) ASYNC_MUST_CHECK;

/**
 * `list[index] = item`.
 * @param list borrowed. @param index a negative one counts from the end. @param item a value,
 * taken.
 * @return OK, TypeError, MemoryError, or IndexError: "list assignment index out of range".
 */
#define async_list_set(list, index, item) async__list_set(list, index, async_value_of(item))
async_status async__list_set(async_object *list, ptrdiff_t index,
                             async_value item) ASYNC_MUST_CHECK;

/**
 * `list.pop(index)`.
 * @param list borrowed.
 * @param index a negative one counts from the end: -1 is the last.
 * @param item where the item goes, new; NULL drops it.
 * @return OK, TypeError, or IndexError: "pop from empty list", "pop index out of range".
 */
async_status async_list_pop(async_object *list, ptrdiff_t index,
                            async_value *item) ASYNC_MUST_CHECK;

/* tuple (Library Reference, "Tuples"). */

/** A tuple. @param count how many items. @param items as many values, each taken. @return new;
 * MemoryError. */
async_owned async_tuple_new(size_t count, const async_value *items) ASYNC_MUST_CHECK;

/** `(a, b, …)` of up to 64 values, each taken: `async_tuple(1, "two", 3.0)`. @return new;
 * MemoryError. */
#define async_tuple(...) async__tuple(__VA_ARGS__)
#define async__tuple(...) async_tuple_new(ASYNC__COUNT(__VA_ARGS__), ASYNC__VALUES(__VA_ARGS__))

/* set (Library Reference, "Set Types"). Iteration is in the order of insertion: Python promises
 * none. */

/** `set()`. @return new; MemoryError. */
async_owned async_set_new(void) ASYNC_MUST_CHECK;

/** `set.add(item)`; an equal item stays. @param set borrowed. @param item a value, taken.
 * @return OK, TypeError, MemoryError, or what hashing and comparing raise. */
#define async_set_add(set, item) async__set_add(set, async_value_of(item))
async_status async__set_add(async_object *set, async_value item) ASYNC_MUST_CHECK;

/** `set.discard(item)`: nothing if it is not there. @param set borrowed. @param item a value,
 * borrowed. @return OK, TypeError, or what hashing and comparing raise. */
#define async_set_discard(set, item) async__set_discard(set, async_value_of(item))
async_status async__set_discard(async_object *set, async_value item) ASYNC_MUST_CHECK;

/* dict (Library Reference, "Mapping Types"). Iteration is in the order of insertion, which a new
 * value for a key does not change (since Python 3.7). */

/** `{}`. @return new; MemoryError. */
async_owned async_dict_new(void) ASYNC_MUST_CHECK;

/** `dict[key] = value`; an equal key stays. @param dict borrowed. @param key a value, taken.
 * @param value a value, taken.
 * @return OK, TypeError, MemoryError, or what hashing and comparing raise. */
#define async_dict_set(dict, key, value) \
    async__dict_set(dict, async_value_of(key), async_value_of(value))
async_status async__dict_set(async_object *dict, async_value key,
                             async_value value) ASYNC_MUST_CHECK;

/** `dict[key]`. @param dict borrowed. @param key a value, borrowed.
 * @param value where the value goes, borrowed; none on failure.
 * @return OK, TypeError, KeyError that names the key, or what hashing and comparing raise. */
#define async_dict_get(dict, key, value) async__dict_get(dict, async_value_of(key), value)
async_status async__dict_get(const async_object *dict, async_value key,
                             async_value *value) ASYNC_MUST_CHECK;

/** `del dict[key]`. @param dict borrowed. @param key a value, borrowed. @return as of
 * async_dict_get(). */
#define async_dict_delete(dict, key) async__dict_delete(dict, async_value_of(key))
async_status async__dict_delete(async_object *dict, async_value key) ASYNC_MUST_CHECK;

/** `dict.items()`: a view whose iterators give tuples of a key and its value. @param dict borrowed.
 * @return new; TypeError or MemoryError. */
async_owned async_dict_items(async_object *dict) ASYNC_MUST_CHECK;

/**
 * From now on JavaScript gets this dict as a plain object, and not as a Map. Its keys have to be
 * strings when it gets there, or that is a TypeError: "a key of an object must be str, not int".
 * Each becomes a property of the object's own, `__proto__` among them.
 * @param dict borrowed. @return OK or TypeError.
 */
async_status async_dict_as_object(async_object *dict) ASYNC_MUST_CHECK;

/* Iteration (PEP 234). None of these suspends. */

/**
 * `iter(iterable)`. An iterator of a list or tuple goes on with whatever stands at its place, and
 * once at the end stays there; one of a dict or set raises RuntimeError, "dictionary changed size
 * during iteration", "Set changed size during iteration", and goes on to. Iterating over a dict
 * gives its keys.
 * @param iterable borrowed: the iterator holds a reference of its own.
 * @return new; TypeError "'NAME' object is not iterable", or what the `iter` slot raises.
 */
async_owned async_iter(async_object *iterable) ASYNC_MUST_CHECK;

/**
 * `next(iterator)`.
 * @param iterator borrowed. @param item where the item goes, new; none on failure.
 * @return OK; STOP at the end; TypeError "'NAME' object is not an iterator"; or what the `next`
 * slot raises.
 */
async_status async_next(async_object *iterator, async_value *item) ASYNC_MUST_CHECK;

/* Values as Python compares, hashes and shows them (Data Model). */

/**
 * `left == right`: numbers by their exact value, whether bool, int or float; str and bytes by
 * content, and never each other; lists, tuples, sets and dicts by content, each with its own type
 * alone; other objects by the slot `equal` or by identity, records by identity. NaN, which has no
 * identity here, equals nothing.
 * @param left borrowed. @param right borrowed. @param equal set to the answer.
 * @return OK, MemoryError, or RecursionError: "maximum recursion depth exceeded in comparison".
 */
async_status async_value_equal(const async_value *left, const async_value *right,
                               bool *equal) ASYNC_MUST_CHECK;

/**
 * `hash(value)`: the same for values that are equal. Of a tuple by its items, of other objects by
 * the slot `hash` or by identity.
 * @param value borrowed. @param hash set to the hash.
 * @return OK; MemoryError; RecursionError; TypeError "unhashable type: 'list'" for a list, set or
 * dict, a record or an array of type.h, and for a tuple of one.
 */
async_status async_value_hash(const async_value *value, uint64_t *hash) ASYNC_MUST_CHECK;

/**
 * `repr(value)`: as Python writes it, what contains itself with `...` inside. Other objects are
 * `<NAME object>`. Of characters that are not printable, those without meaning in Unicode are left
 * as they are; bytes that are not UTF-8 are escaped as "surrogateescape" does (PEP 383).
 * @param value borrowed. @param text where the text goes, new; none on failure.
 * @return OK, MemoryError, or RecursionError: "maximum recursion depth exceeded while getting the
 * repr of an object".
 */
async_status async_value_repr(const async_value *value, async_value *text) ASYNC_MUST_CHECK;

/* An array of values; one more stands at the end, as no array is empty. */
#define ASYNC__VALUES(...) \
    ((const async_value[]){ASYNC__EACH(ASYNC__VALUE, _, ##__VA_ARGS__) async_none()})
#define ASYNC__VALUE(_, expression) async_value_of(expression),

ASYNC__C_END

#endif

/* Containers: what Python's do, and what must hold when memory runs out. */
#include "check.h"

#include <math.h>

/* The linker sends the runtime's allocations here (see CMakeLists.txt): after so many more, all of
 * them fail. */
static unsigned allowed_allocations = UINT32_MAX;
void *allocate(size_t size) __asm__("__real_async__allocate");
void *allocate_zeroed(size_t size) __asm__("__real_async__allocate_zeroed");
void *wrap_allocate(size_t size) __asm__("__wrap_async__allocate");
void *wrap_allocate_zeroed(size_t size) __asm__("__wrap_async__allocate_zeroed");

static bool allowed(void)
{
    if (allowed_allocations == UINT32_MAX)
        return true;
    allowed_allocations -= allowed_allocations > 0;
    return allowed_allocations > 0;
}

void *wrap_allocate(size_t size)
{
    return allowed() ? allocate(size) : NULL;
}

void *wrap_allocate_zeroed(size_t size)
{
    return allowed() ? allocate_zeroed(size) : NULL;
}

/* What repr() gives is this. */
static void check_shows(int line, async_value value, const char *expected)
{
    async_value text;
    async_status status = async_value_repr(&value, &text);
    if (async_failed(status) || text.size != strlen(expected) ||
        memcmp(text.data, expected, text.size) != 0) {
        FAILED("%s:%d: expected %s, got %.*s", __FILE__, line, expected, (int)text.size,
               text.kind == ASYNC_STRING ? text.data : "");
    }
    async_value_release(text);
    async_error_clear(status);
}
#define CHECK_SHOWS(value, expected) check_shows(__LINE__, async_value_of(value), expected)

static async_string text_of(const char *data, size_t size)
{
    return (async_string){data, size};
}

static async_bytes bytes_of(const char *data)
{
    return (async_bytes){(const uint8_t *)data, strlen(data)};
}

static async_owned set_of(size_t count, const async_value *items)
{
    async_owned set = async_set_new();
    for (size_t i = 0; i < count && !async_failed(set.status); i++)
        set.status = async_set_add(set.object, items[i]);
    return set;
}
#define SET(...) \
    set_of(sizeof(async_value[]){__VA_ARGS__} / sizeof(async_value), (async_value[]){__VA_ARGS__})

static async_owned dict_of(size_t count, const async_value *items)
{
    async_owned dict = async_dict_new();
    for (size_t i = 0; i < count && !async_failed(dict.status); i += 2)
        dict.status = async_dict_set(dict.object, items[i], items[i + 1]);
    return dict;
}
#define DICT(...) \
    dict_of(sizeof(async_value[]){__VA_ARGS__} / sizeof(async_value), (async_value[]){__VA_ARGS__})
#define V(expression) async_value_of(expression)

ASYNC_GENERATOR(generator, int)
{
    return ASYNC_OK;
}

ASYNC_FUNCTION(equality_is_python_s, async_value)
{
    async_object *same = async_new(generator).object;
    async_object *itself = async_list(0.0 / 0.0).object;
    struct {
        async_value left, right;
        bool equal;
    } rows[] = {
        {async_none(), async_none(), true},
        {async_none(), V(0), false},
        {V(1), V(1.0), true},
        {V((bool)true), V(1), true},
        {V((bool)true), V(1.0), true},
        {V((bool)false), V(-0.0), true},
        {V(0.0), V(-0.0), true},
        {V(1), V(2), false},
        {V(0.5), V(0.5), true},
        {V(0.5), V(0), false},
        {V(INT64_MAX), V(0x1p63), false},
        {V(INT64_MIN), V(-0x1p63), true},
        {V((INT64_C(1) << 53) + 1), V(0x1p53), false},
        {V(INFINITY), V(INFINITY), true},
        {V(NAN), V(NAN), false},
        {V(1), V("1"), false},
        {V("text"), V(text_of("texture", 4)), true},
        {V("text"), V("test"), false},
        {V("a"), V("ab"), false},
        {V(""), V(text_of(NULL, 0)), true},
        {V("a"), V(bytes_of("a")), false},
        {V(bytes_of("a")), V(bytes_of("a")), true},
        {V(async_tuple()), V(async_tuple()), true},
        {V(async_tuple(1, "a")), V(async_tuple(1.0, "a")), true},
        {V(async_tuple(1, 2)), V(async_tuple(1)), false},
        {V(async_tuple(1, 2)), V(async_tuple(1, 3)), false},
        {V(async_tuple(1)), V(async_list(1)), false},
        {V(async_tuple()), V(async_none()), false},
        {V(async_list(1, async_list(2, async_tuple(3)), 4)),
         V(async_list(1, async_list(2, async_tuple(3)), 4)), true},
        {V(async_list(1, async_list(2, async_tuple(3)), 4)),
         V(async_list(1, async_list(2, async_tuple(5)), 4)), false},
        {V(async_list(1, async_list(2), 4)), V(async_list(1, async_list(2), 5)), false},
        {V(async_list(NAN)), V(async_list(NAN)), false},
        {V(async_retain(itself)), V(async_retain(itself)), true},
        {V(SET()), V(SET()), true},
        {V(SET(V(1), V("b"))), V(SET(V("b"), V((bool)true))), true},
        {V(SET(V(1), V(2))), V(SET(V(1), V(3))), false},
        {V(SET(V(1), V(2))), V(SET(V(1))), false},
        {V(SET(V(async_tuple(1, 2)))), V(SET(V(async_tuple(1, 2)))), true},
        {V(DICT()), V(SET()), false},
        {V(DICT(V("a"), V(1), V("b"), V(async_list(2)))),
         V(DICT(V("b"), V(async_list(2.0)), V("a"), V(1))), true},
        {V(DICT(V("a"), V(1))), V(DICT(V("a"), V(2))), false},
        {V(DICT(V("a"), V(1))), V(DICT(V("b"), V(1))), false},
        {V(DICT(V("a"), V(async_list(1)))), V(DICT(V("a"), V(async_list(2)))), false},
        {V(async_retain(same)), V(async_retain(same)), true},
        {V(async_new(generator)), V(async_new(generator)), false},
        {V(async_list(async_retain(same))), V(async_list(async_retain(same))), true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool equal = !rows[i].equal;
        bool mirrored = equal;
        async_try(async_value_equal(&rows[i].left, &rows[i].right, &equal));
        async_try(async_value_equal(&rows[i].right, &rows[i].left, &mirrored));
        if (equal != rows[i].equal || mirrored != rows[i].equal)
            FAILED("row %zu: equal, or not", i);
        uint64_t hashes[2];
        async_status left = async_value_hash(&rows[i].left, &hashes[0]);
        async_status right = async_value_hash(&rows[i].right, &hashes[1]);
        if (!async_failed(left) && !async_failed(right) && rows[i].equal)
            CHECK(hashes[0] == hashes[1]);
        async_error_clear(left);
        async_error_clear(right);
        async_value_release(rows[i].left);
        async_value_release(rows[i].right);
    }
    async_release(same);
    async_release(itself);
    return ASYNC_OK;
}

ASYNC_FUNCTION(values_show_as_in_python, async_value)
{
    struct {
        async_value value;
        const char *text;
    } rows[] = {
        {async_none(), "None"},
        {V((bool)true), "True"},
        {V((bool)false), "False"},
        {V(0), "0"},
        {V(-17), "-17"},
        {V(INT64_MIN), "-9223372036854775808"},
        {V(0.0), "0.0"},
        {V(-0.0), "-0.0"},
        {V(1.0), "1.0"},
        {V(-1.5), "-1.5"},
        {V(0.1), "0.1"},
        {V(0.1 + 0.2), "0.30000000000000004"},
        {V(100.0), "100.0"},
        {V(1234567.125), "1234567.125"},
        {V(0.001), "0.001"},
        {V(0.0001), "0.0001"},
        {V(0.00001), "1e-05"},
        {V(0.000012345), "1.2345e-05"},
        {V(1e15), "1000000000000000.0"},
        {V(1e16), "1e+16"},
        {V(9007199254740993.0), "9007199254740992.0"},
        {V(1.25e100), "1.25e+100"},
        {V(1.7976931348623157e308), "1.7976931348623157e+308"},
        {V(5e-324), "5e-324"},
        {V(2.2250738585072014e-308), "2.2250738585072014e-308"},
        {V(0x1p-44), "5.684341886080802e-14"},
        {V(INFINITY), "inf"},
        {V(-INFINITY), "-inf"},
        {V(NAN), "nan"},
        {V(""), "''"},
        {V(text_of(NULL, 0)), "''"},
        {V("text"), "'text'"},
        {V("it's"), "\"it's\""},
        {V("\"it's\""), "'\"it\\'s\"'"},
        {V("a\tb\nc\rd\\e\x01\x7f"), "'a\\tb\\nc\\rd\\\\e\\x01\\x7f'"},
        {V(text_of("a\0b", 3)), "'a\\x00b'"},
        {V("gr\xc3\xbc\xc3\x9f"), "'gr\xc3\xbc\xc3\x9f'"},
        {V("\xc2\x80\xc2\xa0\xe2\x80\xa8\xee\x80\x80\xf3\xa0\x80\x81\xf0\x9f\x98\x80"),
         "'\\x80\\xa0\\u2028\\ue000\\U000e0001\xf0\x9f\x98\x80'"},
        {V("\xff\xc3\xed\xa0\x80\xc0\x80"), "'\\udcff\\udcc3\\udced\\udca0\\udc80\\udcc0\\udc80'"},
        {V(bytes_of("a'\n\xff\\")), "b\"a'\\n\\xff\\\\\""},
        {V(async_list()), "[]"},
        {V(async_list(1, "two", 3.0)), "[1, 'two', 3.0]"},
        {V(async_tuple()), "()"},
        {V(async_tuple(1)), "(1,)"},
        {V(async_tuple(async_tuple(1), 2, async_tuple())), "((1,), 2, ())"},
        {V(SET()), "set()"},
        {V(SET(V(2), V(1), V(2.0))), "{2, 1}"},
        {V(DICT()), "{}"},
        {V(DICT(V("a"), V(1), V(async_tuple(1, 2)), V(async_list(DICT())))),
         "{'a': 1, (1, 2): [{}]}"},
        {V(async_new(generator)), "<async_generator object>"},
        {V(async_list(async_new(generator), 1)), "[<async_generator object>, 1]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_SHOWS(rows[i].value, rows[i].text);
        async_value_release(rows[i].value);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_contains_itself_shows_an_ellipsis, async_value)
{
    async_object *list = async_list(1).object;
    async_object *dict = async_dict_new().object;
    async_try(async_dict_set(dict, "list", async_tuple(async_retain(list))));
    async_try(async_dict_set(dict, "dict", async_retain(dict)));
    async_try(async_list_append(list, async_retain(list)));
    async_try(async_list_append(list, async_retain(dict)));
    CHECK_SHOWS(list, "[1, [...], {'list': ([...],), 'dict': {...}}]");
    CHECK_SHOWS(dict, "{'list': ([1, [...], {...}],), 'dict': {...}}");
    async_try(async_list_pop(list, -1, NULL));
    async_try(async_list_pop(list, -1, NULL));
    async_try(async_dict_delete(dict, "dict"));
    async_release(dict);
    async_release(list);
    return ASYNC_OK;
}

ASYNC_FUNCTION(lists_change_at_any_place, async_value)
{
    async_object *list = async_list_new().object;
    async_value item;
    char text[] = "own";
    async_try(async_list_append(list, text));
    text[0] = 'X';
    async_try(async_list_append(list, 2));
    CHECK_SHOWS(list, "['own', 2]");
    async_try(async_list_insert(list, 0, 0));
    async_try(async_list_insert(list, -1, 1.5));
    async_try(async_list_insert(list, -100, "first"));
    async_try(async_list_insert(list, 100, "last"));
    CHECK_SHOWS(list, "['first', 0, 'own', 1.5, 2, 'last']");
    async_try(async_list_set(list, -1, async_tuple()));
    async_try(async_list_set(list, 0, "replaced"));
    CHECK_SHOWS(list, "['replaced', 0, 'own', 1.5, 2, ()]");
    async_try(async_item_at(list, 2, &item));
    CHECK_SHOWS(item, "'own'");
    async_try(async_item_at(list, -6, &item));
    CHECK_SHOWS(item, "'replaced'");
    async_try(async_list_pop(list, 2, &item));
    CHECK_SHOWS(item, "'own'");
    async_value_release(item);
    async_try(async_list_pop(list, -1, NULL));
    CHECK_SHOWS(list, "['replaced', 0, 1.5, 2]");
    CHECK(async_size(list) == 4);
    async_release(list);
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_out_of_range_is_an_index_error, async_value)
{
    async_object *list = async_list(1, 2).object;
    async_object *tuple = async_tuple(1).object;
    async_object *empty = async_list().object;
    async_value item;
    for (int i = 0; i < 4; i++) {
        ptrdiff_t index = (const ptrdiff_t[]){2, -3, PTRDIFF_MAX, PTRDIFF_MIN}[i];
        CHECK_ERROR(async_item_at(list, index, &item), async_IndexError, "list index out of range");
        CHECK_ERROR(async_item_at(tuple, index, &item), async_IndexError,
                    "tuple index out of range");
        CHECK_ERROR(async_list_set(list, index, async_list(1)), async_IndexError,
                    "list assignment index out of range");
        CHECK_ERROR(async_list_pop(list, index, &item), async_IndexError, "pop index out of range");
        CHECK_ERROR(async_list_pop(empty, index, NULL), async_IndexError, "pop from empty list");
        CHECK(item.kind == ASYNC_NONE);
    }
    CHECK_SHOWS(list, "[1, 2]");
    async_status status = async_item_at(empty, 0, &item);
    CHECK(async_error_is(status, async_LookupError));
    async_error_clear(status);
    async_release(list);
    async_release(tuple);
    async_release(empty);
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_of_another_type_is_a_type_error, async_value)
{
    async_object *list = async_list(1).object;
    async_object *tuple = async_tuple(1).object;
    async_object *other = async_new(generator).object;
    async_value item;
    bool found;
    CHECK_ERROR(async_list_append(tuple, async_list()), async_TypeError,
                "async_list_append() argument must be list, not tuple");
    CHECK_ERROR(async_list_insert(other, 0, async_list()), async_TypeError,
                "async_list_insert() argument must be list, not async_generator");
    CHECK_ERROR(async_list_set(NULL, 0, async_list()), async_TypeError,
                "async_list_set() argument must be list, not NoneType");
    CHECK_ERROR(async_list_pop(tuple, 0, NULL), async_TypeError,
                "async_list_pop() argument must be list, not tuple");
    CHECK_ERROR(async_item_at(other, 0, &item), async_TypeError,
                "async_item_at() argument must be list or tuple, not async_generator");
    CHECK_ERROR(async_set_add(list, async_tuple()), async_TypeError,
                "async_set_add() argument must be set, not list");
    CHECK_ERROR(async_set_discard(list, 1), async_TypeError,
                "async_set_discard() argument must be set, not list");
    CHECK_ERROR(async_dict_set(list, async_tuple(), async_list()), async_TypeError,
                "async_dict_set() argument must be dict, not list");
    CHECK_ERROR(async_dict_get(list, 1, &item), async_TypeError,
                "async_dict_get() argument must be dict, not list");
    CHECK_ERROR(async_dict_delete(list, 1), async_TypeError,
                "async_dict_delete() argument must be dict, not list");
    CHECK_ERROR(async_dict_items(list).status, async_TypeError,
                "async_dict_items() argument must be dict, not list");
    CHECK_ERROR(async_contains(other, 1, &found), async_TypeError,
                "argument of type 'async_generator' is not iterable");
    CHECK_ERROR(async_iter(other).status, async_TypeError,
                "'async_generator' object is not iterable");
    CHECK_ERROR(async_iter(NULL).status, async_TypeError, "'NoneType' object is not iterable");
    CHECK_ERROR(async_next(list, &item), async_TypeError, "'list' object is not an iterator");
    CHECK(async_size(other) == 0 && async_size(NULL) == 0);
    async_release(list);
    async_release(tuple);
    async_release(other);
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_has_no_hash_is_no_key, async_value)
{
    async_object *dict = async_dict_new().object;
    async_object *set = async_set_new().object;
    async_value item;
    bool found;
    CHECK_ERROR(async_dict_set(dict, async_list(), async_tuple()), async_TypeError,
                "unhashable type: 'list'");
    CHECK_ERROR(async_set_add(set, async_set_new()), async_TypeError, "unhashable type: 'set'");
    CHECK_ERROR(async_set_add(set, async_tuple(1, async_tuple(async_dict_new()))), async_TypeError,
                "unhashable type: 'dict'");
    CHECK_ERROR(async_dict_get(dict, dict, &item), async_TypeError, "unhashable type: 'dict'");
    CHECK_ERROR(async_dict_delete(dict, set), async_TypeError, "unhashable type: 'set'");
    CHECK_ERROR(async_contains(set, set, &found), async_TypeError, "unhashable type: 'set'");
    CHECK_SHOWS(dict, "{}");
    CHECK_SHOWS(set, "set()");
    async_release(dict);
    async_release(set);
    return ASYNC_OK;
}

ASYNC_FUNCTION(missing_keys_are_key_errors, async_value)
{
    async_object *dict = async_dict_new().object;
    async_value value;
    async_value tuple = V(async_tuple(1));
    char text[101];
    memset(text, 'x', 100);
    text[100] = 0;
    CHECK_ERROR(async_dict_get(dict, "key", &value), async_KeyError, "'key'");
    CHECK_ERROR(async_dict_get(dict, -5, &value), async_KeyError, "-5");
    CHECK_ERROR(async_dict_get(dict, async_none(), &value), async_KeyError, "None");
    CHECK_ERROR(async_dict_get(dict, (bool)true, &value), async_KeyError, "True");
    CHECK_ERROR(async_dict_delete(dict, tuple), async_KeyError, "<tuple object>");
    CHECK_ERROR(async_dict_delete(dict, text), async_KeyError,
                "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'");
    CHECK(value.kind == ASYNC_NONE);
    async_value_release(tuple);
    async_release(dict);
    return ASYNC_OK;
}

ASYNC_FUNCTION(tables_keep_the_order_of_insertion, async_value)
{
    async_object *dict = DICT(V("a"), V(1), V("b"), V(2), V("c"), V(3)).object;
    async_object *set = SET(V(1), V(2), V(3), V((bool)true)).object;
    async_value value;
    async_try(async_dict_set(dict, "a", "again"));
    CHECK_SHOWS(dict, "{'a': 'again', 'b': 2, 'c': 3}");
    async_try(async_dict_delete(dict, "a"));
    async_try(async_dict_set(dict, "a", async_list()));
    async_try(async_dict_set(dict, async_tuple(1, "x"), 5));
    CHECK_SHOWS(dict, "{'b': 2, 'c': 3, 'a': [], (1, 'x'): 5}");
    async_try(async_dict_get(dict, "c", &value));
    CHECK_SHOWS(value, "3");
    async_try(async_dict_set(dict, 1, "one"));
    async_try(async_dict_set(dict, 1.0, "the same"));
    async_try(async_dict_get(dict, (bool)true, &value));
    CHECK_SHOWS(value, "'the same'");
    CHECK_SHOWS(dict, "{'b': 2, 'c': 3, 'a': [], (1, 'x'): 5, 1: 'the same'}");
    CHECK_SHOWS(set, "{1, 2, 3}");
    async_try(async_set_discard(set, 2.0));
    async_try(async_set_discard(set, "none such"));
    async_try(async_set_add(set, 2));
    CHECK_SHOWS(set, "{1, 3, 2}");
    CHECK(async_size(set) == 3 && async_size(dict) == 5);
    async_release(dict);
    async_release(set);
    return ASYNC_OK;
}

enum { MANY = 100000 };

/* After all were put in: every third goes, and comes back behind the others. */
static async_status churn(async_object *dict, async_object *set)
{
    for (int i = 0; i < MANY; i += 3) {
        async_try(async_dict_delete(dict, i));
        async_try(async_set_discard(set, i));
    }
    CHECK(async_size(dict) == MANY - (MANY + 2) / 3 && async_size(set) == async_size(dict));
    for (int i = 0; i < MANY; i++) {
        async_value value;
        bool found = false;
        async_try(async_contains(set, i, &found));
        if (i % 3)
            async_try(async_dict_get(dict, i, &value));
        if (found != (i % 3 != 0))
            CHECK(!"what is left is found, and nothing else");
    }
    for (int i = 0; i < MANY; i += 3) {
        async_try(async_dict_set(dict, i, -i));
        async_try(async_set_add(set, i));
    }
    return ASYNC_OK;
}

static async_status check_order(async_object *table)
{
    async_owned iterator = async_iter(table);
    async_try(iterator.status);
    async_value item;
    int expected = 1;
    int count = 0;
    while (!async_failed(async_next(iterator.object, &item))) {
        if (item.integer != expected)
            CHECK(!"in order");
        expected += expected % 3 == 0 ? 3 : 1 + (expected % 3 == 2);
        if (expected >= MANY && item.integer % 3)
            expected = 0;
        count++;
    }
    CHECK(count == MANY);
    async_release(iterator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(containers_grow_and_shrink, async_value)
{
    async_object *list = async_list_new().object;
    async_object *dict = async_dict_new().object;
    async_object *set = async_set_new().object;
    for (int i = 0; i < MANY; i++) {
        async_try(async_list_append(list, i));
        async_try(async_dict_set(dict, i, -i));
        async_try(async_set_add(set, i));
    }
    async_value item;
    async_try(async_item_at(list, MANY - 1, &item));
    CHECK(item.integer == MANY - 1 && async_size(list) == MANY);
    async_try(churn(dict, set));
    async_try(check_order(dict));
    async_try(check_order(set));
    for (int i = 0; i < MANY; i++) {
        async_try(async_dict_delete(dict, i));
        async_try(async_list_pop(list, -1, NULL));
    }
    CHECK(async_size(dict) == 0 && async_size(list) == 0);
    for (int i = 0; i < 20; i++)
        async_try(async_dict_set(dict, "short", i));
    CHECK_SHOWS(dict, "{'short': 19}");
    async_release(list);
    async_release(dict);
    async_release(set);
    return ASYNC_OK;
}

ASYNC_FUNCTION(membership_is_by_equality, async_value)
{
    async_object *dict = DICT(V("a"), V(1)).object;
    async_object *items = async_dict_items(dict).object;
    async_value pair = V(async_tuple("a", 1));
    struct {
        async_value value;
        async_object *container;
        bool found;
    } rows[] = {
        {V("a"), async_list(1, "a", async_list()).object, true},
        {V("b"), async_list(1, "a").object, false},
        {V(NAN), async_list(NAN).object, false},
        {pair, async_list(async_tuple("a", 1)).object, true},
        {V((bool)true), async_tuple(1.0).object, true},
        {V(1.0), SET(V(1), V("a")).object, true},
        {V(bytes_of("a")), SET(V(1), V("a")).object, false},
        {V(1), SET().object, false},
        {V("a"), async_retain(dict), true},
        {V(1), async_retain(dict), false},
        {pair, items, true},
        {V("b"), async_iter(dict).object, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool found = !rows[i].found;
        async_try(async_contains(rows[i].container, rows[i].value, &found));
        if (found != rows[i].found)
            FAILED("membership of row %zu", i);
        async_release(rows[i].container);
    }
    async_value_release(pair);
    async_release(dict);
    return ASYNC_OK;
}

/* Notes what an iteration gives, by a list of it. */
static async_status drain(async_owned iterator, const char *type, const char *expected)
{
    async_try(iterator.status);
    CHECK(strcmp(async_type_name(iterator.object), type) == 0);
    async_object *items = async_list_new().object;
    async_value item = async_none();
    async_status status = ASYNC_OK;
    while (!async_failed(status)) {
        status = async_next(iterator.object, &item);
        if (!async_failed(status))
            status = async_list_append(items, item);
    }
    CHECK(async_stopped(status));
    CHECK(async_stopped(async_next(iterator.object, &item)) && item.kind == ASYNC_NONE);
    CHECK_SHOWS(items, expected);
    async_release(items);
    async_release(iterator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(iteration_is_python_s, async_value)
{
    async_object *list = async_list(1, "two").object;
    async_object *tuple = async_tuple(async_list(1), 2.0).object;
    async_object *set = SET(V(3), V(1)).object;
    async_object *dict = DICT(V("a"), V(1), V("b"), V(async_list())).object;
    async_object *items = async_dict_items(dict).object;
    async_owned iterator = async_iter(list);
    CHECK(async_iter(iterator.object).object == iterator.object);
    async_release(iterator.object);
    async_try(drain(iterator, "list_iterator", "[1, 'two']"));
    async_try(drain(async_iter(tuple), "tuple_iterator", "[[1], 2.0]"));
    async_try(drain(async_iter(set), "set_iterator", "[3, 1]"));
    async_try(drain(async_iter(dict), "dict_keyiterator", "['a', 'b']"));
    async_try(drain(async_iter(items), "dict_itemiterator", "[('a', 1), ('b', [])]"));
    async_try(drain(async_iter(items), "dict_itemiterator", "[('a', 1), ('b', [])]"));
    CHECK_SHOWS(items, "<dict_items object>");
    iterator = async_iter(list);
    async_release(list);
    async_try(drain(iterator, "list_iterator", "[1, 'two']"));
    async_release(tuple);
    async_release(set);
    async_release(items);
    async_release(dict);
    return ASYNC_OK;
}

ASYNC_FUNCTION(lists_may_change_during_iteration, async_value)
{
    async_object *list = async_list(0, 1).object;
    async_object *iterator = async_iter(list).object;
    async_value item;
    for (int i = 0; i < 5; i++) {
        async_try(async_next(iterator, &item));
        CHECK(item.integer == i);
        async_try(async_list_append(list, i + 2));
    }
    while (async_size(list) > 2)
        async_try(async_list_pop(list, -1, NULL));
    CHECK(async_stopped(async_next(iterator, &item)));
    for (int i = 0; i < 9; i++)
        async_try(async_list_append(list, i));
    CHECK(async_stopped(async_next(iterator, &item)));
    async_release(iterator);
    async_release(list);
    return ASYNC_OK;
}

ASYNC_FUNCTION(tables_may_not_change_size_during_iteration, async_value)
{
    async_object *dict = DICT(V(0), V(0), V(1), V(1)).object;
    async_object *set = SET(V(0), V(1)).object;
    async_object *over_dict = async_iter(dict).object;
    async_object *over_set = async_iter(set).object;
    async_value item;
    async_try(async_next(over_dict, &item));
    async_try(async_next(over_set, &item));
    async_try(async_dict_set(dict, 0, "a new value changes nothing"));
    async_try(async_next(over_dict, &item));
    async_try(async_dict_set(dict, 2, 2));
    async_try(async_set_discard(set, 0));
    for (int i = 0; i < 2; i++) {
        CHECK_ERROR(async_next(over_dict, &item), async_RuntimeError,
                    "dictionary changed size during iteration");
        CHECK_ERROR(async_next(over_set, &item), async_RuntimeError,
                    "Set changed size during iteration");
        async_error_clear(async_dict_delete(dict, 2));
        async_try(async_set_add(set, 0));
    }
    async_release(over_dict);
    over_dict = async_iter(dict).object;
    for (int i = 0; i < 2; i++) {
        async_try(async_next(over_dict, &item));
        async_try(async_dict_delete(dict, item));
        async_try(async_dict_set(dict, i + 10, i));
    }
    CHECK_ERROR(async_next(over_dict, &item), async_RuntimeError,
                "dictionary keys changed during iteration");
    async_release(over_dict);
    async_release(over_set);
    async_release(dict);
    async_release(set);
    return ASYNC_OK;
}

/* Lists, tuples and dicts in each other. */
static async_owned nest(int depth, bool hashable)
{
    async_owned nested = async_tuple(1);
    for (int i = 1; i < depth && !async_failed(nested.status); i++)
        nested = hashable || i % 3 == 0 ? async_tuple(nested)
                 : i % 3 == 1           ? async_list(0, nested)
                                        : DICT(V("in"), V(nested));
    return nested;
}

/* As a coroutine does that has declared little of a stack. */
ASYNC_FUNCTION(deep_nesting_needs_no_stack, async_value)
{
    async_release(nest(1000000, false).object);
    async_object *list = async_list().object;
    for (int i = 0; i < 100000; i++) {
        async_object *iterator = async_iter(list).object;
        async_release(list);
        list = async_list(iterator).object;
    }
    async_release(list);
    return ASYNC_OK;
}
ASYNC_STACK(deep_nesting_needs_no_stack, 2048);

ASYNC_FUNCTION(recursion_is_limited, async_value)
{
    struct {
        int depth;
        const char *comparing, *hashing, *showing;
    } rows[] = {
        {1000, NULL, NULL, NULL},
        {1001, "maximum recursion depth exceeded in comparison",
         "maximum recursion depth exceeded while hashing",
         "maximum recursion depth exceeded while getting the repr of an object"},
    };
    for (int i = 0; i < 2; i++) {
        async_value left = V(nest(rows[i].depth, false));
        async_value right = V(nest(rows[i].depth, false));
        async_value tuple = V(nest(rows[i].depth, true));
        async_value text;
        uint64_t hash;
        bool equal = i;
        async_status comparing = async_value_equal(&left, &right, &equal);
        async_status hashing = async_value_hash(&tuple, &hash);
        async_status showing = async_value_repr(&left, &text);
        CHECK(equal == (i == 0));
        if (rows[i].comparing) {
            CHECK_ERROR(comparing, async_RecursionError, rows[i].comparing);
            CHECK_ERROR(hashing, async_RecursionError, rows[i].hashing);
            CHECK_ERROR(showing, async_RecursionError, rows[i].showing);
        } else {
            CHECK(!async_failed(comparing) && !async_failed(hashing) && !async_failed(showing));
        }
        async_value_release(text);
        async_value_release(left);
        async_value_release(right);
        async_value_release(tuple);
    }
    return ASYNC_OK;
}
ASYNC_STACK(recursion_is_limited, 4096);

/* An object that notes when it is dropped, and compares by its letter. */
typedef struct letter {
    async_object object;
    char name[2];
} letter;

static void drop_letter(async_object *object)
{
    note(((letter *)(void *)object)->name);
}

static async_status hash_letter(const async_object *object, uint64_t *hash)
{
    char name = *((const letter *)(const void *)object)->name;
    *hash = 1;
    return name == '!' ? async_raise(async_ValueError, "no hash") : ASYNC_OK;
}

static bool equal_letters(const async_object *left, const async_object *right)
{
    return *((const letter *)(const void *)left)->name ==
           *((const letter *)(const void *)right)->name;
}

static async_status iter_letter(async_object *object, async_object **iterator)
{
    *iterator = async_retain(object);
    return ASYNC_OK;
}

static const async_type letter_type = {.name = "letter",
                                       .drop = drop_letter,
                                       .hash = hash_letter,
                                       .equal = equal_letters,
                                       .iter = iter_letter};
#define LETTER(character)  \
    {                      \
        {&letter_type, 1}, \
        {                  \
            character, 0   \
        }                  \
    }

ASYNC_FUNCTION(objects_are_dropped_in_order, async_value)
{
    letter letters[] = {LETTER('a'), LETTER('b'), LETTER('c'), LETTER('d'), LETTER('e')};
    async_object *inner = async_list(&letters[1].object, &letters[2].object).object;
    async_object *list = async_list(&letters[0].object, inner, &letters[3].object).object;
    async_try(async_list_set(list, 0, &letters[4].object));
    CHECK_LOG("a");
    async_release(list);
    CHECK_LOG("d c b e");
    return ASYNC_OK;
}

ASYNC_FUNCTION(objects_have_their_own_equality_and_hash, async_value)
{
    letter letters[] = {LETTER('a'), LETTER('b'), LETTER('a'), LETTER('!')};
    async_object *set = async_set_new().object;
    async_object *dict = async_dict_new().object;
    bool found;
    for (int i = 0; i < 3; i++)
        async_try(async_set_add(set, &letters[i].object));
    CHECK(async_size(set) == 2);
    CHECK_LOG("a");
    letters[2] = (letter)LETTER('b');
    async_try(async_contains(set, &letters[2].object, &found));
    CHECK(found);
    async_value left = V(async_list(&letters[2].object));
    async_value right = V(async_list(async_retain(&letters[1].object)));
    async_try(async_value_equal(&left, &right, &found));
    CHECK(found);
    CHECK_ERROR(async_contains(set, &letters[3].object, &found), async_ValueError, "no hash");
    CHECK_ERROR(async_dict_set(dict, &letters[3].object, async_list()), async_ValueError,
                "no hash");
    CHECK_LOG("!");
    CHECK_ERROR(async_iter(&letters[0].object).status, async_TypeError,
                "iter() returned non-iterator of type 'letter'");
    async_value_release(left);
    async_value_release(right);
    async_release(dict);
    async_release(set);
    CHECK_LOG("b a b");
    return ASYNC_OK;
}

/* Each step of a container's life once more with less memory. */
static async_status grow(async_object *containers[3], int i)
{
    async_try(async_list_append(containers[0], "a text"));
    async_try(async_list_insert(containers[0], 0, async_tuple(i, "a text")));
    async_try(async_list_set(containers[0], 0, "another"));
    async_try(async_set_add(containers[1], async_tuple(i, async_tuple("a text"))));
    async_try(async_dict_set(containers[2], async_tuple("key", i), async_list(1, "a text")));
    async_try(async_dict_set(containers[2], async_tuple("key", i), "another"));
    return ASYNC_OK;
}

static async_status look(async_object *containers[3], async_value twin)
{
    async_value list = V(containers[0]);
    async_value item = async_none();
    bool equal = false;
    async_try(async_value_equal(&list, &twin, &equal));
    async_try(async_value_repr(&list, &item));
    async_value_release(item);
    async_owned items = async_dict_items(containers[2]);
    async_try(items.status);
    async_owned iterator = async_iter(items.object);
    async_release(items.object);
    async_try(iterator.status);
    async_status status = async_next(iterator.object, &item);
    async_value_release(item);
    async_release(iterator.object);
    return status;
}

static async_status live(unsigned allocations)
{
    async_object *containers[] = {async_list_new().object, async_set_new().object,
                                  async_dict_new().object};
    async_value twin = V(async_list(async_tuple(1), 2));
    async_status status = ASYNC_OK;
    allowed_allocations = allocations;
    for (int i = 0; i < 6 && !async_failed(status); i++)
        status = grow(containers, i);
    if (!async_failed(status))
        status = async_list_insert(containers[0], 0, async_tuple(1));
    if (!async_failed(status))
        status = look(containers, twin);
    allowed_allocations = UINT32_MAX;
    bool found = false;
    for (int i = 0; i < (int)async_size(containers[1]); i++) {
        async_value key = V(async_tuple(i, async_tuple("a text")));
        async_try(async_contains(containers[1], key, &found));
        CHECK(found);
        async_value_release(key);
    }
    for (int i = 0; i < 3; i++)
        async_release(containers[i]);
    async_value_release(twin);
    return status;
}

ASYNC_FUNCTION(without_memory_nothing_changes, async_value)
{
    unsigned allocations = 1;
    for (;; allocations++) {
        uint32_t before = async_stats().allocations;
        async_status status = live(allocations);
        CHECK(async_stats().allocations == before);
        if (!async_failed(status))
            break;
        CHECK_ERROR(status, async_MemoryError, "out of memory");
    }
    CHECK(allocations > 50);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    RUN(equality_is_python_s);
    RUN(values_show_as_in_python);
    RUN(what_contains_itself_shows_an_ellipsis);
    RUN(lists_change_at_any_place);
    RUN(what_is_out_of_range_is_an_index_error);
    RUN(what_is_of_another_type_is_a_type_error);
    RUN(what_has_no_hash_is_no_key);
    RUN(missing_keys_are_key_errors);
    RUN(tables_keep_the_order_of_insertion);
    RUN(containers_grow_and_shrink);
    RUN(membership_is_by_equality);
    RUN(iteration_is_python_s);
    RUN(lists_may_change_during_iteration);
    RUN(tables_may_not_change_size_during_iteration);
    RUN(deep_nesting_needs_no_stack);
    RUN(recursion_is_limited);
    RUN(objects_are_dropped_in_order);
    RUN(objects_have_their_own_equality_and_hash);
    /* It has allocations fail by itself. */
    if (!with_faults)
        RUN(without_memory_nothing_changes);
    return failures;
}

#include "error.h"

#include "format.h"
#include "memory.h"

#include <stdarg.h>

#define ERROR_TYPE(name, base) const async_error_type async_##name[1] = {{#name, base}}
ERROR_TYPE(BaseException, NULL);
ERROR_TYPE(GeneratorExit, async_BaseException);
ERROR_TYPE(CancelledError, async_BaseException);
ERROR_TYPE(Exception, async_BaseException);
ERROR_TYPE(StopIteration, async_Exception);
ERROR_TYPE(StopAsyncIteration, async_Exception);
ERROR_TYPE(AttributeError, async_Exception);
ERROR_TYPE(InvalidStateError, async_Exception);
ERROR_TYPE(LookupError, async_Exception);
ERROR_TYPE(IndexError, async_LookupError);
ERROR_TYPE(KeyError, async_LookupError);
ERROR_TYPE(MemoryError, async_Exception);
ERROR_TYPE(OverflowError, async_Exception);
ERROR_TYPE(RuntimeError, async_Exception);
ERROR_TYPE(RecursionError, async_RuntimeError);
ERROR_TYPE(TimeoutError, async_Exception);
ERROR_TYPE(TypeError, async_Exception);
ERROR_TYPE(ValueError, async_Exception);
ERROR_TYPE(JavaScriptError, async_Exception);

/* The types of objects that are no errors have no such name; these have their error's. */
static const char *error_name(const async_object *object)
{
    return ((const async_error *)(const void *)object)->type->name;
}

static void error_drop(async_object *object);

static const async_type error_type = {
    .name = "BaseException", .name_of = error_name, .drop = error_drop};

/* So many references that none is ever the last. */
enum { STATIC_REFERENCES = 1 << 30 };

#define STATIC_ERROR(error_class, text)                                                  \
    {                                                                                    \
        .object = {&error_type, STATIC_REFERENCES}, .type = error_class, .message = text \
    }
async_error async__stop_iteration = STATIC_ERROR(async_StopAsyncIteration, "");
async_error async__out_of_memory = STATIC_ERROR(async_MemoryError, "out of memory");

async_coroutine *async__current;

bool async__lacked_memory;

/* What is raised while no coroutine runs. */
static async__raised *raised_outside;

static async__raised **raised_here(void)
{
    return async__current ? &async__current->raised : &raised_outside;
}

static bool is_static(const async_error *error)
{
    return error == &async__stop_iteration || error == &async__out_of_memory;
}

bool async__is_error(const async_object *object)
{
    return object && object->type == &error_type;
}

async_error *async__error_retain(async_error *error)
{
    if (error)
        error->object.references++;
    return error;
}

void async_error_release(async_error *error)
{
    if (error && --error->object.references == 0)
        error_drop(&error->object);
}

/* Takes a reference to an error away; if it was the last, puts the error on the list of the dead.
 */
static void let_go(async_error *error, async_error **dead)
{
    if (!error || --error->object.references)
        return;
    error->next_dead = *dead;
    *dead = error;
}

/* Chains of causes and contexts may be long: one after the other, not one inside the other. */
static void error_drop(async_object *object)
{
    async_error *dead = (async_error *)(void *)object;
    while (dead) {
        async_error *error = dead;
        dead = error->next_dead;
        let_go(error->cause, &dead);
        let_go(error->context, &dead);
        async_release(error->thrown);
        async_value_release(error->carried);
        async__free(error->trail);
        async__free(error);
    }
}

static async_error *create(const async_error_type *type, size_t message_size)
{
    async_error *error = async__allocate_zeroed(sizeof *error + message_size + 1);
    if (!error)
        return NULL;
    error->object = (async_object){&error_type, 1};
    error->type = type;
    error->message = (char *)(error + 1);
    return error;
}

async_status async_raise_again(async_error *error)
{
    if (!error || is_static(error)) {
        async_error_release(error);
        return (async_status){error};
    }
    async__raised *raised = async__allocate(sizeof *raised);
    if (!raised) {
        async_error_release(error);
        return async__no_memory();
    }
    async__raised **list = raised_here();
    *raised = (async__raised){*list, error};
    *list = raised;
    async__lacked_memory = false;
    return (async_status){error};
}

static async_error *create_formatted(const async_error_type *type, const char *format,
                                     va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    size_t size = async__format(NULL, 0, format, again);
    va_end(again);
    async_error *error = create(type, size);
    if (error)
        async__format(error->message, size + 1, format, arguments);
    return error;
}

async_error *async__error_of(const async_error_type *type)
{
    async_error *error = create(type, 0);
    return error ? error : async__error_retain(async__no_memory().error);
}

async_error *async_error_new(const async_error_type *type, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    async_error *error = create_formatted(type, format, arguments);
    va_end(arguments);
    return error ? error : async__error_retain(async__no_memory().error);
}

static async_status raise_formatted(const async_error_type *type, async_error *cause,
                                    const char *format, va_list arguments)
{
    async_error *error = create_formatted(type, format, arguments);
    if (!error) {
        async_error_release(cause);
        return async__no_memory();
    }
    async__raised *unhandled = *raised_here();
    error->cause = cause;
    error->context = async__error_retain(unhandled ? unhandled->error : cause);
    return async_raise_again(error);
}

async_status async_raise(const async_error_type *type, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    async_status status = raise_formatted(type, NULL, format, arguments);
    va_end(arguments);
    return status;
}

async_status async_raise_from(async_status cause, const async_error_type *type, const char *format,
                              ...)
{
    va_list arguments;
    va_start(arguments, format);
    async_status status = raise_formatted(type, async_error_take(cause), format, arguments);
    va_end(arguments);
    return status;
}

async_status async__raise_thrown(async_object *thrown)
{
    async_error *error = create(async_JavaScriptError, 0);
    if (!error) {
        async_release(thrown);
        return async__no_memory();
    }
    error->thrown = thrown;
    return async_raise_again(error);
}

async_error *async__generator_exit(async_value carried)
{
    async_error *error = create(async_GeneratorExit, 0);
    if (error)
        error->carried = carried;
    else
        async_value_release(carried);
    return error;
}

static async_error *runtime_error_from(async_error *cause, const char *kind)
{
    async_error *error =
        async_error_new(async_RuntimeError, "%s raised %s", kind, cause->type->name);
    if (is_static(error)) {
        async_error_release(cause);
        return error;
    }
    error->cause = cause;
    error->context = async__error_retain(cause);
    return error;
}

static async_error *unless_stop_iteration(async_error *error, const char *kind)
{
    bool stops = async_error_is((async_status){error}, async_StopIteration);
    return stops ? runtime_error_from(error, kind) : error;
}

async_error *async__error_from_coroutine(async_error *error)
{
    return unless_stop_iteration(error, "coroutine");
}

async_error *async__error_from_plain_generator(async_error *error)
{
    return unless_stop_iteration(error, "generator");
}

async_error *async__error_from_generator(async_error *error)
{
    bool stops = async_error_is((async_status){error}, async_StopAsyncIteration);
    return stops ? runtime_error_from(error, "async generator")
                 : unless_stop_iteration(error, "async generator");
}

/* An error that comes round and round grows its trail no further. */
enum { TRAIL_LIMIT = 64 };

void async__error_leaves(async_error *error, const char *name)
{
    if (is_static(error) || error->trail_length == TRAIL_LIMIT)
        return;
    size_t size = error->trail_length * sizeof *error->trail;
    const char **longer = async__grow(error->trail, size, size + sizeof *error->trail);
    if (!longer)
        return;
    error->trail = longer;
    error->trail[error->trail_length++] = name;
}

const char *async_error_trail(const async_error *error, size_t step)
{
    return step < error->trail_length ? error->trail[step] : NULL;
}

async_error *async_error_context(const async_error *error)
{
    return error->context;
}

bool async_error_is(async_status status, const async_error_type *type)
{
    if (!status.error)
        return false;
    for (const async_error_type *each = status.error->type; each; each = each->base)
        if (each == type)
            return true;
    return false;
}

async_value async_returned_value(const async_error *exit)
{
    return async_value_retain(exit->carried);
}

const async_error_type *async_error_type_of(const async_error *error)
{
    return error->type;
}

const char *async_error_message(const async_error *error)
{
    return error->message;
}

async_error *async_error_cause(const async_error *error)
{
    return error->cause;
}

async_error *async__raised_take(async__raised **list, async_status status)
{
    for (async__raised **link = list; *link; link = &(*link)->next) {
        async__raised *raised = *link;
        if (raised->error == status.error) {
            *link = raised->next;
            async__free(raised);
            return status.error;
        }
    }
    return async__error_retain(status.error);
}

void async__raised_clear(async__raised **list)
{
    while (*list) {
        async__raised *raised = *list;
        *list = raised->next;
        async_error_release(raised->error);
        async__free(raised);
    }
}

async_status async__raised_last(void)
{
    const async__raised *last = *raised_here();
    return last && !async__lacked_memory ? (async_status){last->error} : async__no_memory();
}

async_error *async_error_take(async_status status)
{
    return async__raised_take(raised_here(), status);
}

void async_error_clear(async_status status)
{
    async_error_release(async_error_take(status));
}

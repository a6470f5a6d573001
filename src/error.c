#include "error.h"

#include "format.h"
#include "memory.h"

#include <stdarg.h>

#define ERROR_TYPE(name, base) const async_error_type async_##name[1] = {{#name, base}}
ERROR_TYPE(BaseException, NULL);
ERROR_TYPE(GeneratorExit, async_BaseException);
ERROR_TYPE(Exception, async_BaseException);
ERROR_TYPE(StopAsyncIteration, async_Exception);
ERROR_TYPE(LookupError, async_Exception);
ERROR_TYPE(IndexError, async_LookupError);
ERROR_TYPE(KeyError, async_LookupError);
ERROR_TYPE(MemoryError, async_Exception);
ERROR_TYPE(OverflowError, async_Exception);
ERROR_TYPE(RuntimeError, async_Exception);
ERROR_TYPE(RecursionError, async_RuntimeError);
ERROR_TYPE(TypeError, async_Exception);
ERROR_TYPE(ValueError, async_Exception);
ERROR_TYPE(JavaScriptError, async_Exception);

async_error async__stop_iteration = {.type = async_StopAsyncIteration, .message = ""};
static async_error no_memory = {.type = async_MemoryError, .message = "out of memory"};

async_coroutine *async__current;

/* What is raised while no coroutine runs. */
static async__raised *raised_outside;

static async__raised **raised_here(void)
{
    return async__current ? &async__current->raised : &raised_outside;
}

async_status async__no_memory(void)
{
    return (async_status){&no_memory};
}

async_error *async__error_retain(async_error *error)
{
    if (error && error->references)
        error->references++;
    return error;
}

void async_error_release(async_error *error)
{
    while (error && error->references && --error->references == 0) {
        async_error *cause = error->cause;
        async_release(error->thrown);
        async_value_release(error->carried);
        async__free(error);
        error = cause;
    }
}

static async_error *create(const async_error_type *type, size_t message_size)
{
    async_error *error = async__allocate_zeroed(sizeof *error + message_size + 1);
    if (!error)
        return NULL;
    error->type = type;
    error->references = 1;
    error->message = (char *)(error + 1);
    return error;
}

async_status async_raise_again(async_error *error)
{
    if (!error)
        return ASYNC_OK;
    if (!error->references)
        return (async_status){error};
    async__raised *raised = async__allocate(sizeof *raised);
    if (!raised) {
        async_error_release(error);
        return async__no_memory();
    }
    async__raised **list = raised_here();
    *raised = (async__raised){*list, error};
    *list = raised;
    return (async_status){error};
}

static async_status raise_formatted(const async_error_type *type, async_error *cause,
                                    const char *format, va_list arguments)
{
    size_t size = async__format(NULL, 0, format, arguments);
    async_error *error = create(type, size);
    if (!error) {
        async_error_release(cause);
        return async__no_memory();
    }
    async__format(error->message, size + 1, format, arguments);
    error->cause = cause;
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

bool async_error_is(async_status status, const async_error_type *type)
{
    if (!status.error)
        return false;
    for (const async_error_type *each = status.error->type; each; each = each->base)
        if (each == type)
            return true;
    return false;
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

async_error *async_error_take(async_status status)
{
    return async__raised_take(raised_here(), status);
}

void async_error_clear(async_status status)
{
    async_error_release(async_error_take(status));
}

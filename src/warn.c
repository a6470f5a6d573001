#include "warn.h"

#include "coroutine.h"
#include "format.h"
#include "port/outside.h"

#include <asyncfor/run.h>
#include <stdarg.h>

static async_exception_handler *handler;

enum { LONGEST_MESSAGE = 512 };

static void format(char *buffer, const char *directives, ...)
{
    va_list arguments;
    va_start(arguments, directives);
    async__format(buffer, LONGEST_MESSAGE, directives, arguments);
    va_end(arguments);
}

static void report(const async_exception_context *context)
{
    char text[LONGEST_MESSAGE];
    const async_error *error = context->error;
    if (!error) {
        async__report(context->message);
        return;
    }
    format(text, "%s: %s%s%s", context->message, async_error_type_of(error)->name,
           *async_error_message(error) ? ": " : "", async_error_message(error));
    async__report(text);
}

static void tell(void *context)
{
    if (handler)
        handler(context);
    else
        report(context);
}

void async__warn(const char *message, async_object *object, async_error *error)
{
    async_exception_context context = {message, object, error};
    async__call_apart(tell, &context);
}

void async__warn_formatted(async_object *object, async_error *error, const char *directives, ...)
{
    char text[LONGEST_MESSAGE];
    va_list arguments;
    va_start(arguments, directives);
    async__format(text, sizeof text, directives, arguments);
    va_end(arguments);
    async__warn(text, object, error);
}

async_exception_handler *async_set_exception_handler(async_exception_handler *set)
{
    async_exception_handler *before = handler;
    handler = set;
    return before;
}

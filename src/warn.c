#include "warn.h"

#include "coroutine.h"
#include "format.h"
#include "port/outside.h"

#include <asyncfor/run.h>
#include <stdarg.h>

static async_exception_handler *current_handler;

enum { LONGEST_MESSAGE = 512 };

static void format_into(char *buffer, const char *directives, ...)
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
    format_into(text, "%s: %s%s%s", context->message, async_error_type_of(error)->name,
                *async_error_message(error) ? ": " : "", async_error_message(error));
    async__report(text);
}

static void tell(void *context)
{
    if (current_handler)
        current_handler(context);
    else
        report(context);
}

void async__warn(const char *message, async_object *object, async_error *error)
{
    async_exception_context context = {message, object, error};
    async__call_apart(tell, &context);
}

void async__warn_formatted(async_object *object, async_error *error, const char *format, ...)
{
    char text[LONGEST_MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    async__format(text, sizeof text, format, arguments);
    va_end(arguments);
    async__warn(text, object, error);
}

async_exception_handler *async_set_exception_handler(async_exception_handler *handler)
{
    async_exception_handler *before = current_handler;
    current_handler = handler;
    return before;
}

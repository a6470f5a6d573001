#include "format.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct output {
    char *buffer;
    size_t size;
    size_t length;
} output;

/* What a directive says before its letter. */
typedef struct modifiers {
    unsigned longs;
    bool size;
} modifiers;

static void put(output *out, char character)
{
    if (out->length + 1 < out->size)
        out->buffer[out->length] = character;
    out->length++;
}

static void put_text(output *out, const char *text)
{
    for (text = text ? text : "(null)"; *text; text++)
        put(out, *text);
}

static void put_number(output *out, uint64_t number, unsigned base)
{
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number);
    while (count)
        put(out, digits[--count]);
}

static uint64_t next_unsigned(va_list *arguments, modifiers length)
{
    if (length.size)
        return va_arg(*arguments, size_t);
    if (length.longs == 0)
        return va_arg(*arguments, unsigned);
    return length.longs == 1 ? va_arg(*arguments, unsigned long)
                             : va_arg(*arguments, unsigned long long);
}

static int64_t next_signed(va_list *arguments, modifiers length)
{
    if (length.longs == 0)
        return va_arg(*arguments, int);
    return length.longs == 1 ? va_arg(*arguments, long) : va_arg(*arguments, long long);
}

static void put_signed(output *out, int64_t number)
{
    if (number < 0)
        put(out, '-');
    put_number(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 10);
}

static void put_directive(output *out, char letter, modifiers length, va_list *arguments)
{
    switch (letter) {
    case 's':
        put_text(out, va_arg(*arguments, const char *));
        break;
    case 'c':
        put(out, (char)va_arg(*arguments, int));
        break;
    case 'd':
    case 'i':
        put_signed(out, next_signed(arguments, length));
        break;
    case 'u':
        put_number(out, next_unsigned(arguments, length), 10);
        break;
    case 'x':
        put_number(out, next_unsigned(arguments, length), 16);
        break;
    default:
        put(out, letter);
    }
}

size_t async__format(char *buffer, size_t size, const char *format, va_list given)
{
    output out = {buffer, size, 0};
    va_list arguments;
    va_copy(arguments, given);
    for (; *format; format++) {
        if (*format != '%' || !format[1]) {
            put(&out, *format);
            continue;
        }
        modifiers length = {0};
        for (format++; *format == 'l' || *format == 'z'; format++) {
            length.longs += *format == 'l';
            length.size |= *format == 'z';
        }
        put_directive(&out, *format, length, &arguments);
    }
    va_end(arguments);
    if (size)
        buffer[out.length < size ? out.length : size - 1] = 0;
    return out.length;
}

#include "format.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct output {
    char *buffer;
    size_t size;
    size_t length;
} output;

/* What a directive says before its letter. */
typedef struct modifiers {
    bool left;
    bool zeros;
    char sign; /* Before what is not negative; 0: none. */
    size_t width;
    int precision; /* Below 0: none. */
    unsigned longs;
} modifiers;

static void put(output *out, char character)
{
    if (out->length + 1 < out->size)
        out->buffer[out->length] = character;
    out->length++;
}

static void fill(output *out, char character, size_t width, size_t used)
{
    for (; used < width; used++)
        put(out, character);
}

static void put_text(output *out, const char *text, const modifiers *how)
{
    size_t length = 0;
    text = text ? text : "(null)";
    while ((how->precision < 0 || length < (size_t)how->precision) && text[length])
        length++;
    fill(out, ' ', how->left ? 0 : how->width, length);
    for (size_t i = 0; i < length; i++)
        put(out, text[i]);
    fill(out, ' ', how->left ? how->width : 0, length);
}

/* @param digits the last first. @param sign 0: none. */
static void put_digits(output *out, const char *digits, size_t count, char sign,
                       const modifiers *how)
{
    size_t least = how->precision < 0 ? 0 : (size_t)how->precision;
    size_t used = (count > least ? count : least) + (sign != 0);
    bool zeros = how->zeros && !how->left && how->precision < 0;
    if (!how->left && !zeros)
        fill(out, ' ', how->width, used);
    if (sign)
        put(out, sign);
    fill(out, '0', zeros ? how->width : used, used);
    fill(out, '0', least, count);
    while (count)
        put(out, digits[--count]);
    if (how->left)
        fill(out, ' ', how->width, used);
}

static void put_number(output *out, uint64_t number, unsigned base, char sign, const modifiers *how)
{
    char digits[24];
    size_t count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number);
    put_digits(out, digits, count, sign, how);
}

static uint64_t next_unsigned(va_list *arguments, const modifiers *how)
{
    if (how->longs == 0)
        return va_arg(*arguments, unsigned);
    return how->longs == 1 ? va_arg(*arguments, unsigned long)
                           : va_arg(*arguments, unsigned long long);
}

static int64_t next_signed(va_list *arguments, const modifiers *how)
{
    if (how->longs == 0)
        return va_arg(*arguments, int);
    return how->longs == 1 ? va_arg(*arguments, long) : va_arg(*arguments, long long);
}

/* The sign of a number, as a flag says; 0: none. */
static char sign_of(bool negative, const modifiers *how)
{
    if (negative)
        return '-';
    return how->sign;
}

static void put_signed(output *out, va_list *arguments, const modifiers *how)
{
    int64_t number = next_signed(arguments, how);
    uint64_t magnitude = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    put_number(out, magnitude, 10, sign_of(number < 0, how), how);
}

enum { FRACTION_DIGITS = 6, MOST_FRACTION_DIGITS = 15 };

/* What has more digits than 64 bits hold is written with an exponent. */
static const double largest_plain = 1e18;

static void put_double(output *out, double number, const modifiers *how);

static void put_large(output *out, double number, const modifiers *how)
{
    modifiers plain = {.precision = -1};
    unsigned exponent = 0;
    if (!isfinite(number)) {
        put_text(out, isnan(number) ? "nan" : number > 0 ? "inf" : "-inf", how);
        return;
    }
    for (; fabs(number) >= 10; number /= 10)
        exponent++;
    put_double(out, number, how);
    put_text(out, "e+", &plain);
    put_number(out, exponent, 10, 0, &plain);
}

/* Fixed notation, whatever the letter. */
static void put_double(output *out, double number, const modifiers *how)
{
    modifiers plain = {.precision = -1};
    if (!(fabs(number) < largest_plain)) {
        put_large(out, number, how);
        return;
    }
    int digits = how->precision < 0 ? FRACTION_DIGITS : how->precision;
    digits = digits < MOST_FRACTION_DIGITS ? digits : MOST_FRACTION_DIGITS;
    uint64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    double magnitude = fabs(number);
    uint64_t whole = (uint64_t)magnitude;
    uint64_t fraction = (uint64_t)((magnitude - (double)whole) * (double)unit + 0.5);
    whole += fraction >= unit;
    put_number(out, whole, 10, sign_of(number < 0, how), &plain);
    if (!digits)
        return;
    put(out, '.');
    plain.precision = digits;
    put_number(out, fraction % unit, 10, 0, &plain);
}

static void put_directive(output *out, char letter, modifiers *how, va_list *arguments)
{
    switch (letter) {
    case 's':
        put_text(out, va_arg(*arguments, const char *), how);
        break;
    case 'c':
        put(out, (char)va_arg(*arguments, int));
        break;
    case 'd':
    case 'i':
        put_signed(out, arguments, how);
        break;
    case 'u':
        put_number(out, next_unsigned(arguments, how), 10, 0, how);
        break;
    case 'o':
        put_number(out, next_unsigned(arguments, how), 8, 0, how);
        break;
    case 'x':
    case 'X':
        put_number(out, next_unsigned(arguments, how), 16, 0, how);
        break;
    case 'p':
        put_number(out, (uintptr_t)va_arg(*arguments, void *), 16, 0, how);
        break;
    case '%':
        put(out, letter);
        break;
    default:
        put_double(out, va_arg(*arguments, double), how);
    }
}

static int read_count(const char **format, va_list *arguments)
{
    int count = 0;
    if (**format == '*') {
        ++*format;
        return va_arg(*arguments, int);
    }
    for (; **format >= '0' && **format <= '9'; ++*format)
        count = count * 10 + (**format - '0');
    return count;
}

static void read_flags(const char **format, modifiers *how)
{
    for (;; ++*format) {
        if (**format == '-')
            how->left = true;
        else if (**format == '0')
            how->zeros = true;
        else if (**format == '+' || **format == ' ')
            how->sign = **format;
        else if (**format != '#')
            return;
    }
}

static void read_length(const char **format, modifiers *how)
{
    for (;; ++*format) {
        if (**format == 'l')
            how->longs++;
        else if (**format == 'j')
            how->longs = 2;
        else if (**format == 'z' || **format == 't')
            how->longs = sizeof(size_t) > sizeof(unsigned) ? 2 : 0;
        else if (**format != 'h')
            return;
    }
}

/* @return where the directive's letter stands. */
static const char *read_modifiers(const char *format, modifiers *how, va_list *arguments)
{
    read_flags(&format, how);
    int width = read_count(&format, arguments);
    how->left |= width < 0;
    how->width = (size_t)(width < 0 ? -(int64_t)width : width);
    if (*format == '.') {
        format++;
        how->precision = read_count(&format, arguments);
    }
    read_length(&format, how);
    return format;
}

size_t async__format(char *buffer, size_t size, const char *format, va_list given)
{
    output out = {buffer, size, 0};
    va_list arguments;
    va_copy(arguments, given);
    for (; *format; format++) {
        modifiers how = {.precision = -1};
        if (*format != '%') {
            put(&out, *format);
            continue;
        }
        format = read_modifiers(format + 1, &how, &arguments);
        if (!*format)
            break;
        put_directive(&out, *format, &how, &arguments);
    }
    va_end(arguments);
    if (size)
        buffer[out.length < size ? out.length : size - 1] = 0;
    return out.length;
}

/*
 * The algorithm of Steele and White in the form of Burger and Dybvig ("Printing Floating-Point
 * Numbers Quickly and Accurately", 1996), on whole numbers of any size. printf() and strtod()
 * would do as well, and add many times as much to a module.
 */
#include "container/digits.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Room for 2 to the power of 1074 times 10, and some bits more. */
enum { WORDS = 36 };

/* A whole number, the lowest word first; words from `size` on are 0. */
typedef struct whole {
    uint32_t words[WORDS];
    size_t size;
} whole;

static void multiply(whole *number, uint32_t factor)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < number->size; i++) {
        carry += (uint64_t)number->words[i] * factor;
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        number->words[number->size++] = (uint32_t)carry;
}

static void multiply_by_power(whole *number, uint32_t base, int exponent)
{
    for (; exponent > 0; exponent--)
        multiply(number, base);
}

static whole whole_of(uint64_t bits, int shift)
{
    whole number = {{(uint32_t)bits, (uint32_t)(bits >> 32)}, 2};
    multiply_by_power(&number, 1U << 16, shift / 16);
    multiply(&number, 1U << shift % 16);
    return number;
}

/* Adds a number shifted to the left by 0 or 1 bits. */
static void add(whole *sum, const whole *number, bool shift)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < WORDS; i++) {
        carry += sum->words[i] + ((uint64_t)number->words[i] << shift);
        sum->words[i] = (uint32_t)carry;
        carry >>= 32;
        if (sum->words[i] && i >= sum->size)
            sum->size = i + 1;
    }
}

static void subtract(whole *difference, const whole *number)
{
    int64_t borrow = 0;
    for (size_t i = 0; i < difference->size; i++) {
        borrow += (int64_t)difference->words[i] - number->words[i];
        difference->words[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
}

/* Less than 0, 0 or more, as memcmp(). */
static int compare(const whole *left, const whole *right)
{
    for (size_t i = WORDS; i-- > 0;)
        if (left->words[i] != right->words[i])
            return left->words[i] < right->words[i] ? -1 : 1;
    return 0;
}

/* What is left of the number is `rest / unit`; any number nearer than `margin / unit` is read back
 * as the same, and upwards nearer than twice that if `wide`. */
typedef struct division {
    whole rest;
    whole unit;
    whole margin;
    bool wide;
    bool closed; /* The bounds themselves are read back as the same, too. */
} division;

/* Is the number with what is left of it rounded up still the same? */
static bool reaches_unit(const division *state, const whole *unit)
{
    whole sum = state->rest;
    add(&sum, &state->margin, state->wide);
    return compare(&sum, unit) >= !state->closed;
}

static void times_ten(division *state)
{
    multiply(&state->rest, 10);
    multiply(&state->margin, 10);
}

/* Brings rest / unit below 1. @return the power of ten by which it was divided. */
static int scale(division *state, double number)
{
    int exponent;
    (void)frexp(number, &exponent);
    /* Never too large, and too small by 1 at most. */
    int power = (int)ceil((exponent - 1) * 0.30102999566398114 - 1e-10);
    multiply_by_power(&state->unit, 10, power);
    for (int i = power; i < 0; i++)
        times_ten(state);
    if (!reaches_unit(state, &state->unit)) {
        times_ten(state);
        return power;
    }
    return power + 1;
}

static division division_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    uint64_t fraction = bits & 0xfffffffffffff;
    int exponent = (int)(bits >> 52);
    bool normal = exponent != 0;
    /* At a power of two, the next number below is half as far away as the next above. */
    bool wide = fraction == 0 && exponent > 1;
    fraction |= (uint64_t)normal << 52;
    exponent -= 1074 + normal;
    int up = exponent > 0 ? exponent : 0;
    int down = exponent < 0 ? -exponent : 0;
    return (division){whole_of(fraction, up + 1 + wide), whole_of(1, down + 1 + wide),
                      whole_of(1, up), wide, fraction % 2 == 0};
}

/* The next digit; what is left is less than a unit then. */
static char take_digit(division *state)
{
    char digit = '0';
    while (compare(&state->rest, &state->unit) >= 0) {
        subtract(&state->rest, &state->unit);
        digit++;
    }
    return digit;
}

/* Is what is left nearer to 1 than to 0? In the middle, the even digit is taken. */
static bool rounds_up(const division *state, char digit)
{
    whole twice = state->rest;
    add(&twice, &state->rest, false);
    int order = compare(&twice, &state->unit);
    return order > 0 || (order == 0 && digit % 2 == 1);
}

size_t async__shortest_digits(double number, char digits[ASYNC__MAXIMUM_DIGITS], int *point)
{
    division state = division_of(number);
    *point = scale(&state, number);
    for (size_t count = 0;;) {
        char digit = take_digit(&state);
        bool down = compare(&state.rest, &state.margin) < state.closed;
        bool up = reaches_unit(&state, &state.unit);
        bool last = down || up;
        digits[count++] = (char)(digit + (last && (!down || (up && rounds_up(&state, digit)))));
        if (last)
            return count;
        times_ten(&state);
    }
}

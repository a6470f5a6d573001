/**
 * @file digits.h
 * The shortest decimal digits of a double.
 */
#ifndef ASYNCFOR_CONTAINER_DIGITS_H
#define ASYNCFOR_CONTAINER_DIGITS_H

#include <stddef.h>

/** As many as any double needs. */
enum { ASYNC__MAXIMUM_DIGITS = 17 };

/**
 * The fewest digits that are read back as `number`, and of those the nearest, as Python shows a
 * float. The value is 0.DIGITS times ten to the power of `*point`.
 * @param number finite and greater than 0.
 * @return how many digits there are; the last is not 0.
 */
size_t async__shortest_digits(double number, char digits[ASYNC__MAXIMUM_DIGITS], int *point);

#endif

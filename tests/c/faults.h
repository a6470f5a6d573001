/**
 * @file faults.h
 * Allocations that fail. Programs with these are linked with faults.c, which stands between the
 * runtime and its memory.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>

/* Has the n-th allocation from now on fail, the first being 1; 0: none. */
void faults_fail_at(unsigned n);

/* True once it has failed. */
bool faults_failed(void);

/* True if somebody has been told of it since, by a MemoryError. */
bool faults_told(void);

#endif

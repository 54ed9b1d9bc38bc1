// Where BLAS reports arguments that are wrong, which those of Attune never are. BLAS has functions of these names that
// print and, of the first, end the process; a library that others load shall have neither, nor the Fortran runtime that
// they need. Hidden: a BLAS elsewhere in the process keeps its own.

__attribute__((visibility("hidden"))) void cblas_xerbla(int argument, const char *routine, const char *format, ...) {}

__attribute__((visibility("hidden"))) void xerbla_(const char *routine, const int *argument, long length) {}

/// Begins to bring the cache line at an address, whatever is there, near to this core.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 1, 3); }

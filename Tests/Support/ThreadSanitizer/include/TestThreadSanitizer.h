// What this target has, no Swift code calls: mutex.c.

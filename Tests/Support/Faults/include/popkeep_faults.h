// Preloaded into a child process, never linked: see faults.c.
#ifndef POPKEEP_FAULTS_H
#define POPKEEP_FAULTS_H
#endif

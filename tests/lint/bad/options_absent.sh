#!/bin/sh
# A program with an option that its manual lacks.
echo "usage: program [--known] [--forgotten]"

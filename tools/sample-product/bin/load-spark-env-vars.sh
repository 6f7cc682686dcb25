#!/bin/sh
# Sourced by the start script: where Spark finds its jars.

SPARK_JARS="$CARBON_HOME/repository/components/plugins"
export SPARK_JARS
mkdir -p "$CARBON_HOME/repository/data/jars"
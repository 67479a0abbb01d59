#!/bin/sh
exec /usr/lib/heron/node/node /usr/lib/heron/app/bin/heron.js "$@"

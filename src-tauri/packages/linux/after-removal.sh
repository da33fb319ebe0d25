#!/bin/sh
# Accounts belong to their person, not to the package.
set -e
case "$1" in
    # dpkg says remove or purge; rpm says how many versions are left.
    remove | purge | 0)
        echo "Countersign is removed. Accounts were left alone: they are in each person's keychain ('dev.countersign.app')"
        echo "or sealed file, and in ~/.local/share/countersign. Installing Countersign again finds them."
        ;;
esac

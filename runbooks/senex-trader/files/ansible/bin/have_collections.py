#!/usr/bin/env python3
"""Whether Ansible has the collections of requirements.yml; prints those it has.

Run it with the Python of the deployment folder, in that folder.
"""

import json
import pathlib
import subprocess
import sys

import yaml
from packaging.specifiers import SpecifierSet


def installed():
    """The installed versions of each collection, in all of Ansible's folders."""
    galaxy = pathlib.Path(sys.executable).parent / "ansible-galaxy"
    told = subprocess.run(
        [galaxy, "collection", "list", "--format", "json"], check=True, capture_output=True, text=True
    )
    found = {}
    for place in json.loads(told.stdout).values():
        for name, collection in place.items():
            found.setdefault(name, []).append(collection["version"])
    return found


def main():
    found, good = installed(), True
    for need in yaml.safe_load(pathlib.Path("requirements.yml").read_text())["collections"]:
        name, versions = need["name"], SpecifierSet(need.get("version", ""))
        have = found.get(name, [])
        met = any(version in versions for version in have)
        good = good and met
        print(name, ", ".join(have) or "missing", "" if met else f"(wanted: {versions or 'any'})")
    sys.exit(not good)


if __name__ == "__main__":
    main()

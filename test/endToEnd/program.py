"""A stack's program in Python. The engine runs it in this process, so no host of Python programs is needed."""

import json
import re
import sys

import pulumi
from pulumi import automation
from pulumi_wso2_analytics import AnalyticsCluster, AnalyticsDatabases


def in_python(value):
    """The same value with keys as they are written in Python."""
    if isinstance(value, list):
        return [in_python(item) for item in value]
    if isinstance(value, dict):
        return {re.sub("[A-Z]", lambda m: "_" + m[0].lower(), key): in_python(part) for key, part in value.items()}
    return value


def program():
    with open("args.json", encoding="utf-8") as file:
        args = in_python(json.load(file))
    administrator = pulumi.Output.secret(args["database"].pop("administrator"))
    given = {**args["database"], "administrator": administrator}
    databases = AnalyticsDatabases("databases", **{**args, "database": given})
    connection = {"host": databases.connection.host, "password": databases.connection.password}
    database = pulumi.Output.secret({**args["database"], **connection})
    analytics = AnalyticsCluster("analytics", **{**args, "database": database})
    pulumi.export("console", analytics.console_urls[0])
    pulumi.export("connection", analytics.connection)


def main(operation):
    options = automation.LocalWorkspaceOptions(work_dir=".")
    stack = automation.select_stack("test", "pulumi-wso2-analytics", program, opts=options)
    try:
        getattr(stack, operation)(on_output=print, color="never")
    except automation.CommandError:
        sys.exit(1)


main(sys.argv[1])

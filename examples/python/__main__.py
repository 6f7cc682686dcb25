"""The whole deployment on two hosts and a MySQL that exist. What differs between stacks is in their configuration."""

import pulumi
from pulumi_wso2_analytics import AnalyticsCluster

config = pulumi.Config()
private_key = config.require_secret("privateKey")


def node(number):
    ssh = {
        "user": "ops",
        "sudo": True,
        "private_key": private_key,
        "host_key": config.require(f"hostKey{number}"),
    }
    return {"address": config.require(f"node{number}"), "ssh": ssh}


analytics = AnalyticsCluster(
    "analytics",
    product={
        "profile": "apim-analytics-2.1.0",
        "home": "/opt/wso2am-analytics-2.1.0",
        "distribution": config.require("distribution"),
    },
    nodes=[node(1), node(2)],
    database={
        "host": config.require("mysql"),
        "username": "wso2analytics",
        "password": config.require_secret("databasePassword"),
        "administrator": {"username": "admin", "password": config.require_secret("mysqlPassword")},
    },
    clustering={"domain": "analytics.production", "group_password": config.require_secret("groupPassword")},
    statistics_database={"enabled": False},
)

pulumi.export("receivers", analytics.receiver_urls.failover)
pulumi.export("consoles", analytics.console_urls)

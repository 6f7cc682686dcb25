/**
 * In place of the product: notes each start in two of its folders, then runs until it is ended. As the product's own
 * script it runs in the foreground, or beside it with `start`.
 */
export const idleServer = `#!/bin/sh
home=$(cd "$(dirname "$0")/.." && pwd)
case \${1:-} in
  start) sh "$0" </dev/null >/dev/null 2>&1 & exit 0 ;;
  stop) exec kill "$(cat "$home/wso2carbon.pid")" ;;
esac
for folder in repository/data cep_persistence; do
  mkdir -p "$home/$folder"
  echo started >>"$home/$folder/starts"
done
echo $$ >"$home/wso2carbon.pid"
exec tail -f "$home/bin/wso2server.sh"
`;

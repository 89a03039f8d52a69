/** YAML as a tree whose every value knows its line and column; what could blow up is refused. */
package io.bridge.dashboard.yaml;

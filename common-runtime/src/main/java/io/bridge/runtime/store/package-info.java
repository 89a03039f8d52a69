/** What the services' own tables have in common. */
package io.bridge.runtime.store;

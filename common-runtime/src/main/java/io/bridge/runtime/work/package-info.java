/** Work that a service puts off to its own queue, over Google's own Cloud Tasks client. */
package io.bridge.runtime.work;

/**
 * Designs a dashboard without a model: plain Java, no I/O. {@code Schema} and the profiles of its
 * tables make {@code Star}s, a star makes a {@code Draft}, a draft makes files until one is proven.
 * What it chooses follows from types, keys, profiles and the words of the prompt. Every name and
 * text of the warehouse is data: it reaches SQL only through {@code Identifiers} and the file only
 * through a YAML writer.
 */
package io.bridge.agent.planner;

#pragma once

#include <vtkGenericOpenGLRenderWindow.h>

namespace molloquy::widgets {

/// VTK's window for a context that somebody else owns, made to start on EGL (Wayland, xcb_egl) too.
/// Debian's GLEW loads every function there but then looks for a GLX display and reports failure.
class EmbeddedRenderWindow : public vtkGenericOpenGLRenderWindow {
 public:
  static EmbeddedRenderWindow* New();
  vtkTypeMacro(EmbeddedRenderWindow, vtkGenericOpenGLRenderWindow)

      void OpenGLInitContext() override;
};

}  // namespace molloquy::widgets

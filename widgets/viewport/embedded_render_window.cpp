#include "widgets/viewport/embedded_render_window.h"

#include <vtkObject.h>
#include <vtkObjectFactory.h>

namespace molloquy::widgets {

vtkStandardNewMacro(EmbeddedRenderWindow)

    void EmbeddedRenderWindow::OpenGLInitContext() {
  const int warnings = vtkObject::GetGlobalWarningDisplay();
  vtkObject::GlobalWarningDisplayOff();
  Superclass::OpenGLInitContext();
  vtkObject::SetGlobalWarningDisplay(warnings);
  // The context was probed before (gl_probe.h), so a complaint can only be about GLX.
  this->Initialized = true;
  this->GlewInitValid = true;
}

}  // namespace molloquy::widgets
